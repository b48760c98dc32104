// The desk without it: the call button records and the next page dials; lists load themselves again as a whole. With it, one
// press records and then dials, and an open page renews itself in place, also after a time without a connection.

const parse = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html');
const main = document.querySelector('main');
const live = () => document.querySelector('[data-live]');

// What somebody has typed or chosen, and not sent.
const isTyped = field => field.matches('textarea, input[type=text], input[type=date], input[type=time], input:not([type])')
  ? field.value !== field.defaultValue
  : field.matches('input[type=radio], input[type=checkbox]') ? field.checked !== field.defaultChecked
  : field.matches('select') && [...field.options].some(option => option.selected !== option.defaultSelected) && field.dataset.touched === '';
const holdsTyped = node => node.nodeType === Node.ELEMENT_NODE && [node, ...node.querySelectorAll('input, textarea, select')].some(field => field.matches('input, textarea, select') && isTyped(field));
document.addEventListener('change', event => { event.target.dataset.touched = ''; });

// Makes the page say what a fresh one says and leaves alone what is the same: the focus stays where it is, and so does what is typed.
const kind = node => node.nodeName + (node.dataset?.key ?? node.id ?? '');
const morph = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== 'open' && name !== 'data-touched') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.matches('input, select')) return;
  if (old.matches('textarea')) { if (old.value === old.defaultValue) old.defaultValue = fresh.defaultValue; return; }
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    let match = at;
    while (match && kind(match) !== kind(child)) match = match.nextSibling;
    if (match) {
      // Nothing that stands in between is thrown away here: it may be what comes next.
      if (match !== at) old.insertBefore(match, at); else at = at.nextSibling;
      morph(match, child);
    } else old.insertBefore(document.importNode(child, true), at);
  }
  while (at) {
    const next = at.nextSibling;
    if (!holdsTyped(at)) at.remove();
    at = next;
  }
};

const connection = document.querySelector('#connection');
const isThere = is => { if (connection && connection.hidden !== is) connection.hidden = is; };

const renew = async () => {
  const answer = await fetch(live().dataset.live).catch(() => null);
  if (!answer || answer.status >= 500) return isThere(false);
  isThere(true);
  // Signed out, or nothing to see any more: shown at once, unless something typed would be lost. Sending it keeps it.
  if (answer.redirected || !answer.ok) return holdsTyped(main) ? undefined : location.reload();
  const page = await parse(answer);
  const [old, fresh] = [live(), page.querySelector('[data-live]')];
  if (!old || !fresh) return;
  morph(old, fresh);
  const [untold, news] = [document, page].map(d => d.querySelector('#untold'));
  // Said aloud when it changes, so it is not touched when it does not.
  if (untold.textContent !== news.textContent) untold.replaceChildren(...news.childNodes);
  document.title = page.title;
};

// Every two seconds a few bytes; the whole page when they differ, and now and then because the waits grow.
const looking = live()?.dataset.looking;
const ask = gone => `/staff/changes?auto${looking ? `&looking=${looking}` : ''}${gone ? '&gone=true' : ''}`;
let beats = 0;
const beat = async () => {
  if (!live()) return;
  const answer = await fetch(ask()).catch(() => null);
  if (!answer || answer.status >= 500) return isThere(false);
  const isBack = connection && !connection.hidden;
  isThere(true);
  beats += 1;
  if (answer.redirected || isBack || (beats % 10 === 0 && !document.hidden) || (await answer.text()) !== live()?.dataset.changes) await renew();
};
if (live()) {
  const heart = async () => { await beat(); setTimeout(heart, 1500); };
  setTimeout(heart, 1500);
  document.addEventListener('visibilitychange', () => document.hidden || beat());
  if (looking) addEventListener('pagehide', () => fetch(ask(true), { keepalive: true }).catch(() => null));
}

// A form that is sent while there is no connection stays, with everything in it.
const take = async (answer, form) => {
  const page = await parse(answer);
  form.reset();
  morph(main, page.querySelector('main'));
  document.title = page.title;
  main.querySelector('.problem, .calling a')?.focus();
};
document.addEventListener('submit', async event => {
  const { target: form, submitter } = event;
  if (form.method !== 'post' || form.dataset.plain !== undefined || !document.querySelector('.who')) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = 'true';
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, submitter)) }).catch(() => null);
  delete form.dataset.sending;
  if (!answer || answer.status >= 500) {
    isThere(false);
    connection.scrollIntoView({ block: 'nearest' });
    return;
  }
  isThere(true);
  const to = new URL(answer.url);
  if (answer.redirected && to.pathname !== location.pathname) return location.assign(to);
  if (answer.redirected && to.search !== location.search) history.replaceState(null, '', to);
  await take(answer, form);
  // Dialled only once it is on record that this request is still ours to call.
  const link = form.dataset.dial !== undefined && answer.ok && main.querySelector('[data-dial-now]');
  if (link) location.href = link.href;
});

// Claimed and dialed on the list, in one tap.
if (new URLSearchParams(location.search).get('dial') === 'now') {
  history.replaceState(null, '', location.pathname);
  const link = document.querySelector('[data-dial-now]');
  if (link) location.href = link.href;
}

// j and k go down and up, o opens, c claims or calls, n writes a note, / searches, ? says all this.
const rows = () => [...document.querySelectorAll('[data-row]')];
const go = step => {
  const all = rows();
  const at = all.findIndex(row => row.contains(document.activeElement));
  const row = all[Math.max(0, Math.min(all.length - 1, at + step))];
  row?.querySelector('[data-open]').focus();
};
const current = () => rows().find(row => row.contains(document.activeElement)) ?? main;
const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => current().querySelector('[data-open]')?.click(),
  c: () => (current().querySelector('[data-claim], [data-dial] button') ?? main.querySelector('[data-next], [data-claim]'))?.click(),
  n: () => main.querySelector('#note, #outcome-note')?.focus(),
  '/': () => document.querySelector('#find') ? document.querySelector('#find').focus() : location.assign('/staff/requests#find'),
  '?': () => document.querySelector('#keys')?.togglePopover(),
};
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=radio], [type=checkbox]), textarea, select')) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// With the shift key a press selects everything since the last one.
let lastBox = null;
document.querySelector('[data-select]')?.addEventListener('click', event => {
  if (!event.target.matches('input[type=checkbox]')) return;
  const boxes = [...event.currentTarget.querySelectorAll('input[type=checkbox]')];
  const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
  lastBox = event.target;
});
if (location.hash === '#find') document.querySelector('#find')?.focus();

// The one-time code stands behind the # of a link, where no log sees it.
const invite = document.querySelector('#join-code');
if (invite && location.hash.length > 1) {
  invite.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  document.querySelector('#email').focus();
}

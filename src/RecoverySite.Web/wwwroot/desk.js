// The desk without it: the call button records and the next page dials; the queue is loaded again as a whole. With it, one
// press records and then dials, and the queue renews itself in place.

const parse = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html');

const dial = document.querySelector('form[data-dial]');
dial?.addEventListener('submit', async event => {
  event.preventDefault();
  const button = dial.querySelector('button');
  if (button.disabled) return;
  button.disabled = true;
  const answer = await fetch(dial.action, { method: 'POST', body: new URLSearchParams(new FormData(dial)) }).catch(() => null);
  // No line to the site: the page says so by itself when it is sent the plain way.
  if (!answer) return dial.submit();
  if (new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
  const main = document.querySelector('main');
  main.replaceChildren(...(await parse(answer)).querySelector('main').childNodes);
  main.querySelector('.problem, .calling a')?.focus();
  // Dialled only once it is on record that this request is still ours to call.
  const link = main.querySelector('.calling a[href^="tel:"]');
  if (answer.ok && link) location.href = link.href;
});

const queue = document.querySelector('#queue[data-refresh]');
const renew = async () => {
  // Nobody's place in the list is taken away from under their hands.
  if (document.hidden || queue.contains(document.activeElement)) return;
  const answer = await fetch(queue.dataset.refresh).catch(() => null);
  if (!answer?.ok) return;
  if (answer.redirected) return location.reload();
  const page = await parse(answer);
  const fresh = page.querySelector('#queue');
  if (!fresh || queue.contains(document.activeElement)) return;
  queue.replaceChildren(...fresh.childNodes);
  // Said aloud when it changes, so it is not touched when it does not.
  const [untold, news] = [document, page].map(d => d.querySelector('#untold'));
  if (untold.textContent !== news.textContent) untold.replaceChildren(...news.childNodes);
  document.title = page.title;
};
if (queue) {
  setInterval(renew, 15_000);
  document.addEventListener('visibilitychange', renew);
}

// The one-time code stands behind the # of a link, where no log sees it.
const invite = document.querySelector('#join-code');
if (invite && location.hash.length > 1) {
  invite.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  document.querySelector('#email').focus();
}

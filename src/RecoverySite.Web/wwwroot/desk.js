// The desk without it: the call button records and the next page dials; the queue is loaded again as a whole. With it, one
// press records and then dials, and the queue renews itself in place.

const dial = document.querySelector('form[data-dial]');
dial?.addEventListener('submit', async event => {
  event.preventDefault();
  const button = dial.querySelector('button');
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = await fetch(dial.action, { method: 'POST', body: new URLSearchParams(new FormData(dial)) });
    // Dialled only once the site has it on record that this request is still ours to call.
    if (answer.ok && new URL(answer.url).pathname === location.pathname) location.href = dial.dataset.dial;
    else dial.removeAttribute('data-dial');
  } finally {
    button.disabled = false;
  }
  location.reload();
});

const queue = document.querySelector('#queue[data-refresh]');
const renew = async () => {
  // Nobody's place in the list is taken away from under their hands.
  if (document.hidden || queue.contains(document.activeElement)) return;
  const answer = await fetch(queue.dataset.refresh).catch(() => null);
  if (!answer?.ok) return;
  if (answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('#queue');
  if (!fresh || queue.contains(document.activeElement)) return;
  queue.replaceChildren(...fresh.childNodes);
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

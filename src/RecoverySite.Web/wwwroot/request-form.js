// In a new form: chooses the visitor's own time zone where it is offered, or one whose clocks show the same time all year.
const select = document.querySelector('#zone.fresh');
if (select) {
  const year = new Date().getFullYear();
  const clocks = zone => [0, 6].map(month => new Date(Date.UTC(year, month, 1))
    .toLocaleString('en-US', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })).join();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...select.options].map(option => option.value);
  const own = zones.find(zone => zone === here) ?? zones.find(zone => clocks(zone) === clocks(here));
  if (own) select.value = own;
}

// Beside each time to be called at: what the clocks show where the visitor is.
const zone = document.querySelector('#zone');
const ours = zone.dataset.ours;
const time = (instant, timeZone) => new Date(instant).toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit' })
  .replace('12:00\u202fAM', 'midnight').replace('12:00\u202fPM', 'noon').replace('\u202fAM', ' a.m.').replace('\u202fPM', ' p.m.')
  .replace('12:00 AM', 'midnight').replace('12:00 PM', 'noon').replace(' AM', ' a.m.').replace(' PM', ' p.m.');
const showTimes = () => {
  document.querySelectorAll('#when option[value*="/"]').forEach(option => {
    const [from, until] = option.value.split('/');
    const words = option.textContent.replace(/ \(.*\)$/, '');
    const differs = time(from, zone.value) !== time(from, ours);
    option.textContent = differs ? `${words} (${time(from, zone.value)} to ${time(until, zone.value)} ${zone.selectedOptions[0].textContent.trim()})` : words;
  });
};
zone.addEventListener('change', showTimes);
showTimes();

// On a bad line the form stays in sight until there is an answer: a browser's own page about a dead line would take it away with
// what was typed. Sent twice it counts once. Whatever is not a receipt the browser fetches and shows itself.
const form = document.querySelector('form');
const [sending, unanswered] = [document.querySelector('#sending'), document.querySelector('#unanswered')];
let isSending = false;
const say = (words, isUnanswered) => {
  sending.textContent = words;
  unanswered.hidden = !isUnanswered;
};
form.addEventListener('submit', async event => {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  say('Sending. On a slow line this can take a minute.', false);
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    if (answer.redirected) location.assign(answer.url);
    else form.submit();
  } catch {
    say('', true);
  }
  isSending = false;
});

// A form that led to a receipt is not shown again by going back: it holds a person's number. One that met a mistake keeps what was typed.
addEventListener('pageshow', event => {
  say('', false);
  const cameBack = event.persisted || performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
  const next = window.navigation?.entries()[navigation.currentEntry?.index + 1];
  if (cameBack && next?.url.includes('/request-a-call/received/')) location.replace('/request-a-call');
});

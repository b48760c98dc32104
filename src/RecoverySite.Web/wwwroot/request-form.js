// In a new form: chooses the time zone whose clocks show the same as the visitor's all year, where there is one.
const select = document.querySelector('#zone.fresh');
if (select) {
  const year = new Date().getFullYear();
  const clocks = [0, 6].map(month => -new Date(Date.UTC(year, month, 1)).getTimezoneOffset()).join();
  const own = [...select.options].find(option => option.dataset.clocks === clocks);
  if (own) select.value = own.value;
}

// Beside each time to be called at: what the clocks show where the visitor is.
const zone = document.querySelector('#zone');
const ours = zone.dataset.ours;
// Made once for each zone and only when one differs from ours: it takes an old phone long.
const formats = {};
const time = (instant, timeZone) => (formats[timeZone] ??= new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' })).format(new Date(instant))
  .replace(/\s/, ' ').replace('12:00 AM', 'midnight').replace('12:00 PM', 'noon').replace(' AM', ' a.m.').replace(' PM', ' p.m.');
const showTimes = () => {
  document.querySelectorAll('#when option[value*="/"]').forEach(option => {
    const [from, until] = option.value.split('/');
    const words = option.textContent.replace(/ \(.*\)$/, '');
    const differs = zone.value !== ours && time(from, zone.value) !== time(from, ours);
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

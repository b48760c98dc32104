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

// A form that was sent is not shown again by going back: it holds a person's number, under a key that has been used.
let sent = false;
document.querySelector('form').addEventListener('submit', () => { sent = true; });
addEventListener('pageshow', event => { if (event.persisted && sent) location.replace('/request-a-call'); });

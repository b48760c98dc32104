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

// A form that was sent is not shown again by going back: it holds a person's number, under a key that has been used.
let sent = false;
document.querySelector('form').addEventListener('submit', () => { sent = true; });
addEventListener('pageshow', event => { if (event.persisted && sent) location.replace('/request-a-call'); });

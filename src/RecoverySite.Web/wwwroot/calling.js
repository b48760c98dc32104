// Keeps the words about our hours right on a page that is looked at again later, from what the server said will follow and
// with the server's clock: the device's own may be wrong. Without an answer everything stays as it is.
{
  const { changes, line, page } = document.currentScript.dataset;
  const coming = JSON.parse(changes);
  const clock = document.currentScript.src;
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // Where the device keeps another time than we do, the moment that the words name is also said in its own. Only its zone
  // counts, never what its clock shows; a browser that hides its zone says UTC. By hand, because the languages' own words for a
  // time take an old phone long to load.
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const theirs = moment => {
    const local = new Date(moment);
    const offset = -local.getTimezoneOffset();
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(moment) ?? [];
    if (!offset || offset === (+hours * 60 + +minutes) * (sign === '-' ? -1 : 1)) return '';
    const [hour, minute] = [local.getHours(), local.getMinutes()];
    const time = minute || hour % 12 ? `${hour % 12 || 12}:${`${minute}`.padStart(2, '0')} ${hour < 12 ? 'a' : 'p'}.m.` : hour ? 'noon' : 'midnight';
    const isSameDay = local.getDate() === +moment.slice(8, 10);
    return ` ${`(${isSameDay ? '' : `${days[local.getDay()]} `}${time} your time)`.replaceAll(' ', '\u00a0')}`;
  };
  const say = (place, words, moment) => { place.textContent = words + (!moment || place.closest('header, .bar') ? '' : theirs(moment)); };
  all('time[data-status]').forEach(place => say(place, place.textContent, place.dateTime));

  const show = ([, isOpen, words, moment]) => {
    all('[data-status]').forEach(place => {
      say(place, words, moment);
      place.dateTime = moment ?? '';
    });
    all('[data-while-open]').forEach(place => { place.hidden = !isOpen; });
    all('[data-while-closed]').forEach(place => { place.hidden = isOpen; });
    all('[data-actions]').forEach(place => {
      const [call, ask] = [place.querySelector('[data-call]'), place.querySelector('[data-ask]')];
      const [first, second] = isOpen ? [call, ask] : [ask, call];
      first.className = 'button call';
      second.className = 'button ask';
      if (second.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) second.before(first);
    });
  };

  const look = async () => {
    if (!coming.length) return;
    try {
      const answer = await fetch(clock, { method: 'HEAD', cache: 'no-store' });
      const now = Date.parse(answer.headers.get('date')) / 1000;
      const past = coming.filter(([from]) => from <= now);
      if (past.length) show(past[past.length - 1]);
      coming.splice(0, past.length);
    } catch {}
  };
  addEventListener('pageshow', event => { if (event.persisted) look(); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') look(); });

  // Where a number cannot be tapped it can be copied.
  all('[data-copy]').forEach(button => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = 'Copied';
    });
  });

  // Tells the site that our number was tapped, on which page and where on it, or the link to the form, on which page. Nothing
  // else, and nothing at all where the browser asks for privacy.
  const wantsPrivacy = navigator.globalPrivacyControl || navigator.doNotTrack === '1';
  if (!wantsPrivacy && navigator.sendBeacon) {
    addEventListener('click', event => {
      const link = event.target.closest('a[href]');
      const href = link?.getAttribute('href');
      const place = href === line ? link.closest('[data-place]')?.dataset.place ?? 'text' : /^\/request-a-call(\?|$)/.test(href) ? 'ask' : '';
      if (place) navigator.sendBeacon('/call-taps', `${page}\n${place}`);
    });
  }
}

// Keeps the words about our hours right on a page that is looked at again later, from what the server said will follow and
// with the server's clock: the device's own may be wrong. Without an answer everything stays as it is.
{
  const { changes, line, page, zone } = document.currentScript.dataset;
  const coming = JSON.parse(changes);
  const clock = document.currentScript.src;
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // Where the device keeps another time than we do, the moment that the words name is also said in its own. Only its zone
  // counts, never what its clock shows; a browser that hides its zone says UTC.
  const theirs = moment => {
    try {
      // Asked first, because to write a time out takes an old phone long.
      if ([zone, 'UTC'].includes(new Intl.DateTimeFormat().resolvedOptions().timeZone)) return '';
      const day = timeZone => new Date(moment).toLocaleDateString('en-US', { timeZone, weekday: 'long' });
      const time = timeZone => new Date(moment).toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit' });
      const same = other => day() === day(other) && time() === time(other);
      if (same(zone) || same('UTC')) return '';
      const words = time().replace(/\s?AM/, ' a.m.').replace(/\s?PM/, ' p.m.').replace('12:00 a.m.', 'midnight').replace('12:00 p.m.', 'noon');
      return ` ${`(${day() === day(zone) ? '' : `${day()} `}${words} your time)`.replaceAll(' ', '\u00a0')}`;
    } catch {
      return '';
    }
  };
  const say = (place, words, moment) => { place.textContent = words + (place.closest('header, .bar') ? '' : theirs(moment)); };
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

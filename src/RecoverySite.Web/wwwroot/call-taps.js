// Tells the site that our number was tapped: on which page, and where on it. Nothing else, and nothing at all where the
// browser asks for privacy.
{
  const { line, page } = document.currentScript.dataset;
  const wantsPrivacy = navigator.globalPrivacyControl || navigator.doNotTrack === '1';
  if (!wantsPrivacy && navigator.sendBeacon) {
    addEventListener('click', event => {
      const link = event.target.closest('a[href]');
      if (link?.getAttribute('href') === line)
        navigator.sendBeacon('/call-taps', `${page}\n${link.closest('[data-place]')?.dataset.place ?? 'text'}`);
    });
  }
}

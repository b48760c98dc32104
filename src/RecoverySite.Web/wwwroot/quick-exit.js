// Leaves at once: the page is covered before the next one comes, and going back does not lead here. Shift three times within
// five seconds does the same, except while text is being composed.
{
  const link = document.querySelector('.quick-exit');
  const leave = () => {
    document.documentElement.classList.add('leaving');
    document.title = 'Weather';
    document.querySelectorAll('form').forEach(form => form.reset());
    location.replace(link.href);
  };
  link.addEventListener('click', event => { event.preventDefault(); leave(); });

  let presses = [];
  addEventListener('keyup', event => {
    presses = event.key === 'Shift' && !event.isComposing ? [...presses.filter(at => event.timeStamp - at < 5000), event.timeStamp] : [];
    link.dataset.presses = presses.length;
    if (presses.length === 3) leave();
  });
}

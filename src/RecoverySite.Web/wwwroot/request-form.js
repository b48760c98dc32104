// Chooses the visitor's own time zone in the form, where the form offers it and nothing was chosen yet.
const select = document.querySelector('select[data-preselect]');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && [...select.options].some(option => option.value === zone))
  select.value = zone;

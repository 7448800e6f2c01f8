// Before the first paint: say that scripts run, and take the reader's choice of light or dark.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("onrecord-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage is closed to pages opened from a file in some browsers */ }

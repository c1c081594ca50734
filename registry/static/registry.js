// Everything works without this file. With it: the error summary takes the focus, a form is not
// sent twice by two quick clicks, and pressing Shift three times leaves the page.
const summary = document.querySelector(".govuk-error-summary");
if (summary) summary.focus();

for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 3000);
  });
}

const leave = document.querySelector(".leave a");
if (leave) {
  let presses = [];
  const go = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(leave.href);
  };
  leave.addEventListener("click", go);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return;
    presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < 2000);
    if (presses.length >= 3) go(event);
  });
}

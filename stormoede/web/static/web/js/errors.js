// The summary of errors gets the focus, so that a screen reader says it first.
document.querySelector(".errors[tabindex]")?.focus();

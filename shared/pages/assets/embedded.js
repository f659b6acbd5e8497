// In a page that stands in another site's: tells that site how high the page is, so that its frame fits.
if (parent !== window) {
  // The site's origin as far as the browser says: it does for the first page, and not after the form was sent, since our
  // pages pass no referrer on. Then any origin may read the message: it holds a number, and nothing of the visitor's.
  let target = "*";
  try {
    const { origin } = new URL(document.referrer);
    if (origin !== location.origin && origin !== "null") target = origin;
  } catch {
    // The browser names no referrer.
  }
  let told = 0;
  // WordPress puts a secret into the address of a frame, and hides the frame until it has heard its height with that secret
  // (wp-includes/js/wp-embed.js).
  const secret = /[?&]secret=([0-9a-z]+)/i.exec(location.hash)?.[1];
  const tellWordPress = (message, value) => secret && parent.postMessage({ message, value, secret }, "*");
  if (secret) inWordPress();
  const tell = () => {
    // The height is the content's, not the window's: a frame that was made higher can become lower again.
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    parent.postMessage({ type: "time-to-lead:height", height }, target);
    tellWordPress("height", height);
  };
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);

  // Its sandbox opens no page beside this one and sends no form. Its script follows links that a frame names, so the form's
  // button becomes a link.
  function inWordPress() {
    addEventListener("message", ({ source, data }) => {
      if (source === parent && data?.secret === secret && data.message === "ready") tellWordPress("height", told);
    });
    for (const form of document.querySelectorAll("form[action$='/pledges']")) {
      const partner = form.elements.partner?.value;
      const link = document.createElement("a");
      link.className = "button";
      link.href = form.action.replace(/\/pledges$/, partner ? `?partner=${encodeURIComponent(partner)}` : "");
      link.textContent = form.querySelector("button[type=submit]").textContent;
      const place = document.createElement("p");
      place.className = "pledge-form";
      place.append(link);
      form.replaceWith(place);
    }
    addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link?.host !== location.host || (link.hash && link.pathname === location.pathname)) return;
      event.preventDefault();
      tellWordPress("link", link.href);
    });
  }
}

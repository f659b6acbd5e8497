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
  const tell = () => {
    // The height is the content's, not the window's: a frame that was made higher can become lower again.
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    parent.postMessage({ type: "time-to-lead:height", height }, target);
  };
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
}

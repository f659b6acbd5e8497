// Other sites, as tests put our embeds into them: another origin for the browser, with a policy of its own.
import { once } from "node:events";
import { createServer } from "node:http";

/** The strictest policy with which a careful site can show our embeds: only what their instructions say. */
export const strict = (site) => `default-src 'none'; script-src ${site}; connect-src ${site}; frame-src ${site}; img-src ${site}; base-uri 'none'; form-action 'none'`;

/** Another site: it serves what a test puts on it, with that policy. */
export async function openHost(policy) {
  const pages = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const [type, content] = pages.get(pathname) ?? [];
    const headers = { "content-type": type, "content-security-policy": policy };
    response.writeHead(content ? 200 : 204, content ? headers : {}).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // By name, so that it is another site for the browser and not only another port.
  const url = `http://localhost:${server.address().port}`;
  const file = (path, type, content) => {
    pages.set(path, [`${type}; charset=utf-8`, content]);
    return url + path;
  };
  const put = (language, body, { path = `/${pages.size}`, head = "" } = {}) => {
    const first = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>A partner</title>`;
    return file(path, "text/html", `<!doctype html><html lang="${language}"><head>${first}${head}</head><body><main><h1>A partner</h1>${body}<p>More of the partner’s own page.</p></main></body></html>`);
  };
  return { url, put, file, close: () => server.close() };
}

/** Filters code as WordPress filters that of sites that it does not know (wp_filter_oembed_result). */
export function asWordPress(html, secret) {
  const allowed = { a: ["href"], blockquote: [], iframe: ["src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"] };
  const known = html.replace(/<(\/?)(\w+)((?:\s+[\w-]+="[^"]*")*)\s*>/g, (_, slash, name, attributes) => {
    const kept = [...attributes.matchAll(/\s+([\w-]+)="[^"]*"/g)].filter(([, attribute]) => allowed[name]?.includes(attribute));
    return name in allowed ? `<${slash}${name}${kept.map(([written]) => written).join("")}>` : "";
  });
  const [, quotation = "", frame] = known.match(/(<blockquote>.*?<\/blockquote>)?.*(<iframe.*?><\/iframe>)/s);
  const hidden = quotation ? ' style="position: absolute; visibility: hidden;"' : "";
  const marked = frame.replace(/ src="(.*?)"/, ` src="$1#?secret=${secret}" data-secret="${secret}"`);
  return (
    quotation.replace("<blockquote", `<blockquote class="wp-embedded-content" data-secret="${secret}"`) +
    marked.replace("<iframe", `<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"${hidden}`)
  );
}

/** Does the same as WordPress's own script on a page with such an embed (wp-includes/js/wp-embed.js). */
export const WORDPRESS_SCRIPT = `
addEventListener("message", ({ source, data }) => {
  if (!data?.secret || !data.message || !data.value || /[^a-zA-Z0-9]/.test(data.secret)) return;
  for (const quotation of document.querySelectorAll('blockquote[data-secret="' + data.secret + '"]')) quotation.style.display = "none";
  for (const frame of document.querySelectorAll('iframe[data-secret="' + data.secret + '"]')) {
    if (source !== frame.contentWindow) continue;
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
    if (data.message === "link" && new URL(data.value).host === new URL(frame.src).host && document.activeElement === frame) top.location.href = data.value;
  }
});
addEventListener("DOMContentLoaded", () => {
  for (const frame of document.querySelectorAll("iframe.wp-embedded-content")) frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
});`;

// A CloudFront Function (cloudfront-js-2.0) for viewer requests of the default behavior: it rewrites each URI into the live
// release, so that a switch is one write of the key `active`. It never fails: without a usable key it serves the fallback.
import cf from "cloudfront";

const releaseId = /^(?:fallback|frontend_[\w.-]{1,48})$/;
// What a release's files may end in; any other path is a page of the application.
const fileName =
  /\.(?:avif|bmp|css|csv|eot|gif|gz|html?|ico|jpe?g|js|json|map|md|mjs|mp3|mp4|ogg|otf|pdf|png|svg|ttf|txt|wasm|wav|webm|webmanifest|webp|woff2?|xml|zip)$/i;
// What S3 or a proxy on the way could read as a path to somewhere else.
const detour = /^[^/]|(?:^|\/)\.{1,2}(?:\/|$)|\/\/|\\|%2e|%2f|%5c/i;
// A key has at most 1,024 bytes, escaped as three characters each; looking at more would cost the function its millisecond.
const longest = 3072;

async function handler(event) {
  const request = event.request;
  let release = "fallback";
  try {
    // The engine takes no `await` in an argument.
    const text = await cf.kvs().get("active");
    const active = JSON.parse(text);
    if (releaseId.test(active.r)) release = active.r;
    const preview = request.cookies["__release"];
    if (preview && releaseId.test(preview.value) && Array.isArray(active.x) && active.x.indexOf(preview.value) >= 0) {
      release = preview.value;
    }
  } catch (_error) {
    // No store, no key, no JSON: what was found until here holds.
  }
  let uri = String(request.uri);
  if (uri.length > longest || detour.test(uri) || !(fileName.test(uri) || uri.startsWith("/.well-known/")))
    uri = "/index.html";
  // S3 would take a + for a space.
  request.uri = `/${release}${uri.replace(/\+/g, "%2B")}`;
  return request;
}

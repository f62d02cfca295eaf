import cf from "cloudfront";

const redirects = cf.kvs();

async function handler(event) {
  const request = event.request;
  if (await redirects.exists(request.uri)) {
    const location = { value: await redirects.get(request.uri) };
    return { statusCode: 301, headers: { location } };
  }
  if (request.uri.endsWith("/")) request.uri += "index.html";
  return request;
}

/** What the page asks the sandbox for; a refusal is a Refusal whose `why` names a line of words. */

export class Refusal extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

async function answered(request) {
  let answer;
  try {
    answer = await request;
  } catch {
    throw new Refusal("lost");
  }
  const body = await answer.json().catch(() => ({ why: "failed" }));
  if (!answer.ok) throw new Refusal(body.why ?? "failed");
  return body;
}

export function post(act, body) {
  const headers = { "Content-Type": "application/json" };
  return answered(fetch(`/api/${act}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export function upload(file, told) {
  const query = new URLSearchParams({ ...told, name: file.name });
  const headers = { "Content-Type": "application/octet-stream" };
  return answered(fetch(`/api/upload?${query}`, { method: "POST", headers, body: file }));
}

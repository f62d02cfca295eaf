// The REST API: one call, and the error that it ends in.

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function rest(login, method, path, body) {
  const headers = { authorization: `Bearer ${login.token}` };
  if (body) headers["content-type"] = "application/json";
  let answer;
  try {
    answer = await fetch(`/v1/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new ApiError(0, "unreachable", "The server cannot be reached.");
  }
  const content = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (answer.ok) return content;
  const error = content?.error ?? { code: "unknown", message: `The server answers ${answer.status}.` };
  throw new ApiError(answer.status, error.code, error.message);
}

export async function logIn(user) {
  const answer = await fetch("/login", { method: "POST", body: JSON.stringify({ user }) });
  if (!answer.ok) throw new ApiError(answer.status, "login", "The login did not work.");
  return { user, ...(await answer.json()) };
}

/** A session for one piece of work, here and in the worker's client alike. */

/** Runs `work` in a session of its own, closed when the work is done or has failed. Rejects as `work` or the making of the session does. */
export async function withSession<S extends { close(): void }, R>(
  model: { createSession(): Promise<S> },
  work: (session: S) => Promise<R>,
): Promise<R> {
  const session = await model.createSession();
  try {
    return await work(session);
  } finally {
    session.close();
  }
}

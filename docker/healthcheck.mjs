// @ts-check
// Healthy is what answers /health/ready with 2xx: the api on PORT or the worker on WORKER_PORT, whichever runs here.
// The receiver answers every path.
const ports = [process.env.PORT, process.env.WORKER_PORT, '9000'];

await Promise.any(
  ports.map(async (port) => {
    const { ok } = await fetch(`http://127.0.0.1:${port}/health/ready`, {
      signal: AbortSignal.timeout(4000),
    });
    if (!ok) throw new Error(`not ready on ${port}`);
  }),
).catch(() => process.exit(1));

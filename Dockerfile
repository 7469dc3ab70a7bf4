# One image for every process: docker run IMAGE api | worker | migrate | receiver | cli

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# With the optional packages: among them is the bundler's own program for this platform.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json openapi.json ./
COPY apps apps
COPY libs libs
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages are the embedded PostgreSQL of npm start and compiled extras: a container needs neither.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /app
# A container is reached from outside of it; who may connect is decided by what is published.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 WORKER_PORT=8001
COPY package.json LICENSE ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY scripts/receiver.mjs scripts/receiver.mjs
COPY docker/entrypoint.sh docker/healthcheck.mjs docker/
USER node
EXPOSE 8000
# The processes handle SIGTERM themselves and start no others, so they run as PID 1 without an init.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "docker/healthcheck.mjs"]
ENTRYPOINT ["/app/docker/entrypoint.sh"]
CMD ["api"]

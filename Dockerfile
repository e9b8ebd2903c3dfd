# The bot in a container: docker build -t runbook-bot . ; compose.yml runs it with PostgreSQL and a proxy in front of Docker.
ARG NODE_IMAGE=node:20-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Not `npm ci`: it refuses a lock file that lacks the optional binaries of other platforms.
RUN npm install --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY commands commands
COPY src src
RUN npx tsc -p tsconfig.build.json && npm prune --omit=dev --ignore-scripts

FROM ${NODE_IMAGE}
# git tells recent deployments, ssh reaches Docker hosts at ssh://.
ARG PACKAGES="ca-certificates git openssh-client"
RUN if [ -n "$PACKAGES" ]; then apt-get update && apt-get install -y --no-install-recommends $PACKAGES && rm -rf /var/lib/apt/lists/*; fi
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY package.json manifest.yml ./
COPY src/store/migrations src/store/migrations
COPY runbooks runbooks
COPY templates templates
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir -p /data && chown 1000:1000 /data && ln -s /app/dist/src/terminal/main.js /usr/local/bin/incident && chmod +x /app/dist/src/terminal/main.js
# The user node of Node's own images.
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]

# Every wheel is checked against requirements.lock; then the app is installed from those wheels alone, so that only what
# it needs at run time comes along.
FROM python:3.11-slim AS build
ARG EXTRAS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY requirements.lock ./
RUN pip download --quiet --only-binary=:all: --require-hashes --requirement requirements.lock --dest /wheels
RUN python -m venv /build && /build/bin/pip install --quiet --no-index --find-links /wheels hatchling
COPY . .
RUN /build/bin/pip wheel --quiet --no-index --no-deps --no-build-isolation --wheel-dir /wheels . \
 && python -m venv --without-pip /app \
 && /build/bin/pip --python /app/bin/python install --quiet --no-index --find-links /wheels "understudy${EXTRAS:+[$EXTRAS]}"

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home understudy
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    UNDERSTUDY_DATABASE_URL=sqlite:////data/understudy.db
USER understudy
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["python", "-c", "import os, urllib.request as ask; ask.urlopen(f\"http://127.0.0.1:{os.environ.get('UNDERSTUDY_PORT', '8080')}/readyz\", timeout=8)"]
CMD ["python", "-m", "bot", "run"]

# citecheck as an image: `docker build -t citecheck .`, then `docker run --rm -v "$PWD:/work" citecheck audit docs`.
#
# The base is pinned by its version; pin it by its digest where you build (`docker buildx imagetools inspect` tells it).
ARG PYTHON=3.13.9-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
COPY constraints.txt pyproject.toml README.md LICENSE NOTICE ./
COPY citecheck citecheck
RUN python -m venv /opt/citecheck \
    && /opt/citecheck/bin/python -m pip install --constraint constraints.txt . \
    && /opt/citecheck/bin/python -m pip uninstall --yes pip

FROM python:${PYTHON}
COPY --from=build /opt/citecheck /opt/citecheck
RUN useradd --create-home --uid 10001 citecheck && mkdir /work && chown citecheck /work
ENV PATH=/opt/citecheck/bin:$PATH PYTHONSAFEPATH=1 PYTHONUTF8=1
USER 10001
WORKDIR /work
ENTRYPOINT ["citecheck"]
CMD ["--help"]

"""The structured prompt service: a small API that really uses PostgreSQL and Redis, and can really break."""
import asyncio
import faulthandler
import hashlib
import json
import logging
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Optional

import psycopg2
import psycopg2.pool
import redis
from fastapi import FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

import breakage
import catalogue
import metrics
import settings
import stores

VERSION = "0.1.0"
config = settings.load()
database = stores.Database(config.database_url)
cache = stores.Cache(config.redis_url)
spool = stores.Spool("/var/spool/api")
model = json.loads(Path("model.json").read_text())
health_checks = ThreadPoolExecutor(max_workers=4)
faulthandler.enable()
faulthandler.register(signal.SIGUSR1, all_threads=True)
# Health and metrics are asked all the time; their access lines would push everything else out of the last hundred.
logging.getLogger("uvicorn.access").addFilter(lambda record: not re.search("/health|/metrics", record.getMessage()))

app = FastAPI(title="Structured Prompt Service", version=VERSION)
requests = metrics.Requests()
app.add_middleware(metrics.Counting, requests=requests)
app.include_router(catalogue.routes(database))
faults = breakage.Faults(model, database)


class Prompt(BaseModel):
    prompt: str


@app.on_event("startup")
async def start() -> None:
    faults.listen()
    if config.warm_up_seconds:
        logging.getLogger("uvicorn.error").info("Loading the model, which takes %d seconds", config.warm_up_seconds)
        await asyncio.sleep(config.warm_up_seconds)
    try:
        database.prepare()
    except psycopg2.Error:
        pass  # said in the log by the pool; health keeps saying it


@app.get("/health")
@app.get("/v1/health")
async def health() -> Response:
    instead = await faults.on_health()
    if instead is not None:
        return instead
    spool.note_health()
    loop = asyncio.get_running_loop()
    postgres, cached = await asyncio.gather(
        loop.run_in_executor(health_checks, database.answers), loop.run_in_executor(health_checks, cache.answers)
    )
    up = {"postgres": "up" if postgres else "down", "redis": "up" if cached else "down"}
    healthy = postgres and cached
    body = {"status": "healthy" if healthy else "unhealthy", "version": VERSION, "dependencies": up}
    return JSONResponse(body, status_code=200 if healthy else 503)


@app.get("/metrics")
async def tell_metrics() -> Response:
    return Response(requests.text(), media_type=metrics.KIND)


@app.post("/v1/analyze/")
def analyze(request: Prompt, x_api_key: Optional[str] = Header(default=None)) -> dict:
    if x_api_key != config.api_key:
        raise HTTPException(401, "X-API-Key is missing or wrong")
    key = "analysis:" + hashlib.sha256(request.prompt.encode()).hexdigest()
    try:
        kept = cache.get(key)
        if kept:
            return {**json.loads(kept), "cached": True}
        words = request.prompt.split()
        number = database.insert(request.prompt, len(words))
        analysis = {"id": number, "words": len(words), "intent": "question" if request.prompt.endswith("?") else "statement"}
        cache.put(key, json.dumps(analysis))
    except (psycopg2.Error, psycopg2.pool.PoolError) as error:
        raise HTTPException(503, "the database cannot be used") from error
    except redis.RedisError as error:
        raise HTTPException(503, "the cache cannot be used") from error
    return {**analysis, "cached": False}

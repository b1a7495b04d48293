# make lab opens the course, make test runs everything that must pass. Both set up .venv when it is needed; lab.py does.

SHELL := /bin/sh
RUN := .venv/bin/python -m
IPYKERNEL_6 := ipykernel==6.31.0 nest-asyncio==1.6.0  # Colab's kernel, for the tests in a browser
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb)) $(sort $(wildcard notebooks/??/*.ipynb))
SUITABLE = import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(or $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUITABLE)' 2>/dev/null && { echo $$python; break; }; done),python3)

# A terminal that lacks a letter shows its number, and no command ends there.
export PYTHONIOENCODING ?= :backslashreplace

# uv keeps what it downloads in the home, where that can be written.
ifneq ($(shell [ -d "$$HOME" ] && [ -w "$$HOME" ] && echo yes),yes)
export UV_NO_CACHE := 1
endif

.PHONY: lab test test-quick test-rest test-all test-oldest test-newest lint notebooks images colab slides guide handout site assignment marks bench mutants sweep moons lock class class-test grades
.DEFAULT_GOAL := lab

lab:
	@$(PYTHON) lab.py $(LAB_ARGS)

# After each edit; before each push; the rest as well. Two tests at a time, those of a file one after the other, and the
# notebooks first: what takes minutes must not be what is left for one alone.
TWO := -n 2 --dist loadfile --no-loadscope-reorder

test-quick: .venv/ready lint
	$(RUN) pytest $(TWO) -m "not course and not thorough" tests

test: .venv/ipykernel-6 lint
	$(RUN) pytest $(TWO) -m "not thorough"

test-rest: .venv/ipykernel-6 .venv/nbgrader/ready .venv/class/ready .venv/site/ready
	$(RUN) pytest $(TWO) -m thorough tests

test-all: test test-rest

# All tests on the lowest versions that pyproject.toml allows, and on the newest that there are, each in an environment
# of its own.
PYTHON_oldest ?= 3.11
PYTHON_newest ?= 3.13
RESOLUTION_oldest := lowest-direct
RESOLUTION_newest := highest
test-oldest test-newest: test-%: .venv/ready
	$(RUN) uv venv --quiet --clear --python $(PYTHON_$*) .venv/$*
	$(RUN) uv pip install --quiet --compile-bytecode --python .venv/$*/bin/python --resolution $(RESOLUTION_$*) --editable '.[test]'
	$(RUN) uv pip install --quiet --no-deps --target .venv/$*/ipykernel-6 $(IPYKERNEL_6)
	.venv/$*/bin/python -m pytest $(TEST_ARGS)

lint: .venv/ready
	$(RUN) ruff check .
	$(RUN) ruff check --preview --select PLW1514 .  # files are UTF-8, whatever the machine's encoding
	$(RUN) ruff format --check .
	.venv/bin/lint-imports --no-cache
	$(RUN) mypy
	$(RUN) pytest --quiet --override-ini addopts= -p no:cacheprovider tests/test_glossary.py -k one_word  # spelling of terms
	$(RUN) publish.languages  # translations of cells that have changed since

notebooks: .venv/ready
	$(RUN) tests.execute $(NOTEBOOKS)

images: .venv/ready
	$(RUN) images.draw

colab: .venv/ready
	$(RUN) publish.colab

# dist/slides/index.html opens without a network and without a kernel; the first call fetches two packages with npm.
slides: .venv/ready
	$(RUN) publish.slides

# dist/guide/index.html, and a PDF a lesson; it leads to the slides.
guide: slides
	$(RUN) publish.guide

# LESSON=7-1b releases one lesson, POINTS="7-1b/5=2" gives an exercise more than a point. Hand-ins belong into
# dist/assignment/submitted/kim/7-1b/7-1b.ipynb; make marks LESSON=7-1b marks those that are new. COURSE_LANGUAGE=en
# makes and marks English ones, in dist/assignment/en.
assignment: .venv/nbgrader/ready
	$(RUN) publish.assignment $(LESSON) $(POINTS)

marks: .venv/nbgrader/ready
	@[ -n "$(LESSON)" ] || { echo "Which lesson? make marks LESSON=7-1b" >&2; exit 1; }
	$(RUN) publish.marking autograde $(LESSON); marked=$$?; \
		$(RUN) publish.marking generate_feedback $(LESSON) && $(RUN) publish.marking export && exit $$marked

# dist/handout: two pages a lesson to print, the answers, a survey before and after, a schedule. It needs Chromium, and
# npm the first time.
handout: .venv/ready
	$(RUN) publish.handouts

# dist/site/index.html, with all that the three before it write; it opens from the folder, without a network.
site: slides guide handout .venv/site/ready
	$(RUN) publish.site

# SCHEDULER=tcp://... trains on the workers of a Dask cluster, started in a checkout like this one.
sweep: .venv/ready
	$(RUN) publish.sweep $(SCHEDULER)

# The small networks of 7-2a's lab on boundaries.
moons: .venv/ready
	$(RUN) publish.moons

# ONLY="labs notebooks" measures a part of it.
bench: .venv/ready
	$(RUN) tests.bench $(ONLY)

# Hand-in files of a folder, without a server: FOLDER/grades.csv and FOLDER/grades.html.
grades: .venv/ready
	@[ -n "$(FOLDER)" ] || { echo "Name the folder of the hand-in files: make grades FOLDER=handed-in" >&2; exit 1; }
	@$(RUN) deploy.class_page.grades "$(FOLDER)"

# One server for a class: deploy/jupyterhub_config.py says how. As root it needs the instructor's name, CLASS_ADMIN=kim.
class: .venv/class/ready
	.venv/class/bin/python -m jupyterhub -f deploy/jupyterhub_config.py

STUDENTS ?= 8
class-test: .venv/class/ready
	.venv/class/bin/python -u -m tests.classroom --students $(STUDENTS)

# Changes the code of the modules that pyproject.toml names, here and there, and tells which changes no test notices;
# ONLY="helpers.formulas.*" tries those of one. mutmut has a folder of its own: it has to run beside what the tests
# import, but neither the lock nor the tests need it.
MUTMUT := mutmut==3.8.1
mutants: .venv/ready
	$(RUN) uv pip install --quiet --compile-bytecode --python .venv/bin/python --constraint requirements.txt --target .venv/mutmut $(MUTMUT)
	PYTHONPATH=$(CURDIR)/.venv/mutmut $(RUN) mutmut run --max-children 1 $(ONLY)
	PYTHONPATH=$(CURDIR)/.venv/mutmut $(RUN) mutmut results
	$(RUN) tests.mutants

lock: .venv/ready
	$(RUN) uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra test --no-header \
		--no-emit-index-url --output-file requirements.txt pyproject.toml
	$(RUN) uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
		--constraint requirements.txt --output-file deploy/requirements.txt deploy/requirements.in
	$(RUN) uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
		--constraint requirements.txt --output-file publish/site/requirements.txt publish/site/requirements.in

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import lab; lab.set_up()'

.venv/ipykernel-6: .venv/ready
	@$(RUN) uv pip install --quiet --no-deps --target $@ $(IPYKERNEL_6)
	@touch $@

# nbgrader and what it needs beyond the lock, in a folder of its own: publish/marking.py says why.
NBGRADER := nbgrader==0.9.6 alembic==1.20.1 mako==1.4.3 rapidfuzz==3.14.6 sqlalchemy==2.1.9
.venv/nbgrader/ready: .venv/ready
	@$(RUN) uv pip install --quiet --no-deps --compile-bytecode --python .venv/bin/python --target .venv/nbgrader $(NBGRADER)
	@touch $@

# Sphinx and what it needs, for the site alone.
.venv/site/ready: .venv/ready publish/site/requirements.txt
	@rm -rf .venv/site
	@$(RUN) uv pip install --quiet --compile-bytecode --python .venv/bin/python --target .venv/site --require-hashes -r publish/site/requirements.txt
	@touch $@

# The course once more, with the hub and its proxy. Where root serves, students are users of this machine and have to
# be able to run its Python: one in root's own folder is passed over.
AS_STUDENT = $(if $(filter 0,$(shell id -u)),setpriv --reuid=65534 --regid=65534 --clear-groups)
CLASS_PYTHON ?= $(shell for python in $(PYTHON) /usr/bin/python3 /usr/local/bin/python3; do \
	$(AS_STUDENT) $$python -c '$(SUITABLE)' 2>/dev/null && { echo $$python; break; }; done)

.venv/class/ready: .venv/ready deploy/requirements.txt deploy/package-lock.json
	@[ -n "$(CLASS_PYTHON)" ] || { echo "No Python 3.11, 3.12 or 3.13 was found that a student can run: install one outside root's folder, or name it: make CLASS_PYTHON=/path/to/python3.12" >&2; exit 1; }
	@command -v npm >/dev/null || { echo "The hub's proxy needs Node.js 18 or newer with npm: on Debian or Ubuntu, run: sudo apt install npm" >&2; exit 1; }
	@echo "Installing the class's server into .venv/class (under a minute) ..."
	@rm -f $@
	@$(RUN) uv venv --quiet --clear --python $(CLASS_PYTHON) .venv/class
	@$(RUN) uv pip install --quiet --compile-bytecode --python .venv/class/bin/python --require-hashes -r requirements.txt -r deploy/requirements.txt
	@$(RUN) uv pip install --quiet --python .venv/class/bin/python --no-deps --no-build-isolation --editable .
	@.venv/class/bin/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements 2>/dev/null
	@mkdir -p .venv/class/proxy && cp deploy/package.json deploy/package-lock.json .venv/class/proxy
	@npm ci --prefix .venv/class/proxy --silent --no-audit --no-fund
	@touch $@

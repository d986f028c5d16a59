import type { FastifyInstance } from 'fastify'
import { environmentSchema } from '../config/environment-schema.js'
import { parseEnvironment } from '../config/target-file.js'
import {
  addEnvironment,
  editEnvironment,
  environmentIn,
  removeEnvironment
} from '../release/change-environment.js'
import { effectiveDefinition, emptyDefinition, originOf } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import type { ReleaseStore } from '../release/release-store.js'
import { environmentListPage, environmentPage, type ShownEnvironment } from '../ui/environment-page.js'
import { answerCheck } from './form-check.js'
import { formValue } from './form-value.js'
import { mayIn, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { checkConfirmed, freshState, handleForm, type FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

type EnvironmentRequest = FormRequest<'environment'>

const listPath = '/projects/:project/environments'
const onePath = `${listPath}/:environment`
const read = { role: 'read' } as const
const admin = { role: 'admin', projectRole: 'admin' } as const
const ofProject = { ...hidden, params: pathSchema() }
const schema = { ...hidden, params: pathSchema('environment') }

/** The environments of a project as forms over their schema. */
export function addEnvironmentPages (app: FastifyInstance, releases: Releases): void {
  addList(app, releases)
  addOne(app, releases)
  addRemoval(app, releases)
}

function addList (app: FastifyInstance, releases: Releases): void {
  const shown = async (request: FormRequest) => {
    const { project } = request.params
    const { store, stored } = await definitionOf(releases, project)
    const names = Object.keys(effectiveDefinition(stored).environments).sort()
    const environments = names.map(name => shownEnvironment(store, stored, name))
    return { project, environments, mayAdmin: mayIn(request, 'admin') }
  }

  app.get(listPath, { config: read, schema: ofProject }, async (request: FormRequest, reply) => {
    const state = await freshState(await projectOf(releases, request.params.project))
    const view = viewOf(request, releases.now())
    return await sendPage(reply, environmentListPage(view, await shown(request), state))
  })

  app.post(
    listPath,
    { config: admin, schema: ofProject },
    async (request: FormRequest, reply) =>
      await handleForm(request, reply, releases, {
        back: pathOf(request.params.project),
        again: async (view, state, form) =>
          environmentListPage(view, {
            ...await shown(request),
            given: { name: form.name ?? '', value: formValue(environmentSchema, form) }
          }, state),
        work: async ({ store, author }, form) => {
          const name = form.name?.trim() ?? ''
          const environment = parseEnvironment('form', name, formValue(environmentSchema, form))
          return await addEnvironment(store, name, environment, author)
        }
      })
  )

  app.post('/projects/:project/check-environment', {
    config: admin,
    schema: ofProject
  }, async (request: FormRequest, reply) =>
    await answerCheck(request, reply, releases, (form, stored) => {
      const definition = effectiveDefinition(stored)
      const name = form.name?.trim() ?? ''
      const environment = parseEnvironment('form', name, formValue(environmentSchema, form))
      return { ...definition, environments: { ...definition.environments, [name]: environment } }
    }))
}

function addOne (app: FastifyInstance, releases: Releases): void {
  app.get(onePath, { config: read, schema }, async (request: EnvironmentRequest, reply) => {
    const { project, environment } = request.params
    const { store, stored } = await definitionOf(releases, project)
    const shown = shownEnvironment(store, stored, environment)
    const one = { project, shown, mayAdmin: mayIn(request, 'admin') }
    return await sendPage(
      reply,
      environmentPage(viewOf(request, releases.now()), one, await freshState(store))
    )
  })

  app.post(onePath, { config: admin, schema }, async (request: EnvironmentRequest, reply) => {
    const { project, environment: name } = request.params
    return await handleForm(request, reply, releases, {
      back: pathOf(project, name),
      again: async (view, state, form) => {
        const { store, stored } = await definitionOf(releases, project)
        const shown = shownEnvironment(store, stored, name)
        const value = formValue(environmentSchema, form)
        return environmentPage(view, { project, shown, mayAdmin: true, value }, state)
      },
      work: async ({ store, author }, form) => {
        const environment = parseEnvironment('form', name, formValue(environmentSchema, form))
        return await editEnvironment(store, name, () => environment, author)
      }
    })
  })

  app.post(
    `${onePath}/check`,
    { config: admin, schema },
    async (request: EnvironmentRequest, reply) =>
      await answerCheck(request, reply, releases, (form, stored, store) => {
        const { environment: name } = request.params
        environmentIn(store, stored, name)
        const environment = parseEnvironment('form', name, formValue(environmentSchema, form))
        const definition = effectiveDefinition(stored)
        return { ...definition, environments: { ...definition.environments, [name]: environment } }
      })
  )
}

function addRemoval (app: FastifyInstance, releases: Releases): void {
  app.post(`${onePath}/remove`, { config: admin, schema }, async (request: EnvironmentRequest, reply) => {
    const { project, environment: name } = request.params
    return await handleForm(request, reply, releases, {
      back: pathOf(project, name),
      next: () => pathOf(project),
      again: async (view, state) => {
        const { store, stored } = await definitionOf(releases, project)
        const shown = shownEnvironment(store, stored, name)
        return environmentPage(view, { project, shown, mayAdmin: true }, state)
      },
      work: async ({ store, author }, { confirm }) => {
        checkConfirmed(confirm, name)
        return await removeEnvironment(store, name, author)
      }
    })
  })
}

function shownEnvironment (store: ReleaseStore, stored: StoredDefinition, name: string): ShownEnvironment {
  return {
    name,
    environment: environmentIn(store, stored, name),
    origin: originOf(stored.declared.environments, stored.environments, name),
    targets: effectiveDefinition(stored)
      .targets
      .filter(({ environment }) => environment === name)
      .map(({ id }) => id)
  }
}

async function definitionOf (
  releases: Releases,
  project: string
): Promise<{ store: ReleaseStore, stored: StoredDefinition }> {
  const store = await projectOf(releases, project)
  return { store, stored: await store.read<StoredDefinition>('definition') ?? emptyDefinition }
}

function pathOf (project: string, name?: string): string {
  const all = `/projects/${encodeURIComponent(project)}/environments`
  return name === undefined ? all : `${all}/${encodeURIComponent(name)}`
}

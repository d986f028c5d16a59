import type { FastifyInstance } from 'fastify'
import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'
import { setParameter } from '../release/change-definition.js'
import { effectiveDefinition, effectiveParameters, emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import { editRelease } from '../release/edit-release.js'
import { namedRelease } from '../release/named-release.js'
import { parameterHistory } from '../release/parameter-history.js'
import { releaseKey } from '../release/registry-model.js'
import { Registry } from '../release/registry.js'
import { notesPage } from '../ui/notes-page.js'
import { parameterPage } from '../ui/parameter-page.js'
import { parametersPage } from '../ui/parameters-page.js'
import type { ShownParameter } from '../ui/parameters-page.js'
import { mayIn, mayUndo, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { freshState, handleForm, type FormRequest } from './project-forms.js'
import { parameterValue } from './parameter-value.js'
import { historyQuery, pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

/** Notes of releases, and parameters of projects. */
export function addEditPages (app: FastifyInstance, releases: Releases): void {
  addNotes(app, releases)
  addParameters(app, releases)
}

function addNotes (app: FastifyInstance, releases: Releases): void {
  const path = '/projects/:project/releases/:release/notes'
  const config = { role: 'build', projectRole: 'test' } as const
  const schema = { ...hidden, params: pathSchema('release') }
  const read = async (request: FormRequest<'release'>) => {
    const { project, release: name } = request.params
    const store = await projectOf(releases, project)
    const registry = new Registry(store)
    const found = await registry.get(await namedRelease({ registry, store }, name))
    return { store, shown: { project, release: releaseKey(found), notes: found.notes } }
  }

  app.get(path, { config, schema }, async (request: FormRequest<'release'>, reply) => {
    const { store, shown } = await read(request)
    return await sendPage(
      reply,
      notesPage(viewOf(request, releases.now()), shown, await freshState(store))
    )
  })

  app.post(path, { config, schema }, async (request: FormRequest<'release'>, reply) => {
    const { project, release } = request.params
    return await handleForm(request, reply, releases, {
      back: `/projects/${encodeURIComponent(project)}/releases/${encodeURIComponent(release)}`,
      again: async (view, state, { notes = '' }) =>
        notesPage(view, { ...(await read(request)).shown, notes }, state),
      work: async ({ store, registry, author }, { notes = '' }) =>
        await editRelease(store, await namedRelease({ registry, store }, release), {
          // Browsers send every line end as two characters.
          notes: notes.replaceAll('\r\n', '\n').slice(0, 20_000)
        }, author)
    })
  })
}

function addParameters (app: FastifyInstance, releases: Releases): void {
  const read = async (request: FormRequest) => {
    const { project } = request.params
    const store = await projectOf(releases, project)
    const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
    return { store, project, parameters: shownParameters(stored), mayChange: mayIn(request, 'release') }
  }

  app.get('/projects/:project/parameters', {
    config: { role: 'read' },
    schema: { ...hidden, params: pathSchema() }
  }, async (request: FormRequest, reply) => {
    const { store, ...shown } = await read(request)
    return await sendPage(
      reply,
      parametersPage(viewOf(request, releases.now()), shown, await freshState(store))
    )
  })

  addParameterHistory(app, releases)

  app.post('/projects/:project/parameters/:parameter', {
    config: { role: 'admin', projectRole: 'release' },
    schema: { ...hidden, params: pathSchema('parameter') }
  }, async (request: FormRequest<'parameter'>, reply) => {
    const { project, parameter: name } = request.params
    return await handleForm(request, reply, releases, {
      back: `/projects/${encodeURIComponent(project)}/parameters`,
      again: async (view, state, { value }) => {
        const { store: _, ...shown } = await read(request)
        return parametersPage(view, { ...shown, given: { name, value } }, state)
      },
      work: async ({ store, author }, { value = '', reset }) => {
        const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
        const parameter = stored.declared.parameters[name]
        const given = reset === 'yes' ? undefined : parameterValue(parameter, value)
        return await setParameter(store, name, given, author)
      }
    })
  })
}

function addParameterHistory (app: FastifyInstance, releases: Releases): void {
  interface Route {
    Params: { project: string, parameter: string }
    Querystring: { before?: number }
  }
  app.get<Route>('/projects/:project/parameters/:parameter', {
    config: { role: 'read' },
    schema: {
      ...hidden,
      params: pathSchema('parameter'),
      querystring: { ...historyQuery, additionalProperties: true }
    }
  }, async (request, reply) => {
    const { params: { project, parameter: name }, query: { before } } = request
    const store = await projectOf(releases, project)
    const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
    const parameter = effectiveParameters(stored).find(each => each.name === name)
    const history = await parameterHistory(store, name, before)
    const isKnown = parameter !== undefined || history.changes.length > 0 || history.older !== undefined
    if (!isKnown) throw new PacklineError('HTTP_NOT_FOUND', { what: phrase('what.parameter', { name }) })
    const shown = { project, name, parameter, mayUndo: mayUndo(request), ...history }
    return await sendPage(reply, parameterPage(viewOf(request, releases.now()), shown))
  })
}

function shownParameters (stored: StoredDefinition): ShownParameter[] {
  const { targets } = effectiveDefinition(stored)
  return effectiveParameters(stored).map(parameter => ({
    ...parameter,
    targets: targets
      .filter(({ parameters }) => Object.hasOwn(parameters, parameter.name))
      .map(({ id, parameters }) => `${id} ${String(parameters[parameter.name])}`)
  }))
}

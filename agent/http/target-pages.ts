import type { FastifyInstance } from 'fastify'
import { parseTarget } from '../config/target-file.js'
import type { Target } from '../config/target-schema.js'
import { addTarget, editTarget, removeTarget, targetIn } from '../release/change-definition.js'
import { effectiveDefinition, emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import type { Current } from '../release/resolve-document.js'
import { targetRows } from '../release/target-rows.js'
import { targetListPage, type TargetListView } from '../ui/target-list-page.js'
import { targetFields, targetPage } from '../ui/target-page.js'
import { answerCheck } from './form-check.js'
import { formValue } from './form-value.js'
import type { Form } from './forms.js'
import { mayIn, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { parameterValue } from './parameter-value.js'
import { checkConfirmed, freshState, handleForm, type FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'
import { answerTarget, shownTarget, targetPath, type TargetRequest } from './target-answers.js'

const schema = { ...hidden, params: pathSchema('target') }
const admin = { role: 'admin', projectRole: 'admin' } as const

/** The targets of a project, each with its rollout and its definition as forms. */
export function addTargetPages (app: FastifyInstance, releases: Releases): void {
  addList(app, releases)
  app.get(targetPath, { config: { role: 'read' }, schema }, async (request: TargetRequest, reply) => {
    const store = await projectOf(releases, request.params.project)
    const shown = await shownTarget(request, releases)
    return await sendPage(reply, targetPage(viewOf(request, releases.now()), shown, await freshState(store)))
  })
  addDefinitionForm(app, releases)
}

function addList (app: FastifyInstance, releases: Releases): void {
  const path = '/projects/:project/targets'
  const ofProject = { ...hidden, params: pathSchema() }
  const shown = async (request: FormRequest): Promise<TargetListView> => {
    const { project } = request.params
    const store = await projectOf(releases, project)
    const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
    const targets = targetRows(stored, await store.list<Current>('current'), releases.now())
    return { project, targets, mayAdmin: mayIn(request, 'admin') }
  }

  app.get(path, { config: { role: 'read' }, schema: ofProject }, async (request: FormRequest, reply) => {
    const state = await freshState(await projectOf(releases, request.params.project))
    return await sendPage(
      reply,
      targetListPage(viewOf(request, releases.now()), await shown(request), state)
    )
  })

  app.post(
    path,
    { config: admin, schema: ofProject },
    async (request: FormRequest, reply) =>
      await handleForm(request, reply, releases, {
        back: `/projects/${encodeURIComponent(request.params.project)}/targets`,
        again: async (view, state, form) =>
          targetListPage(view, {
            ...await shown(request),
            given: { id: form.id ?? '', value: formValue(targetFields, form) }
          }, state),
        work: async ({ store, author }, form) => {
          const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
          return await addTarget(store, targetFrom(stored, form.id?.trim() ?? '', {}, form), author)
        }
      })
  )

  app.post('/projects/:project/check-target', {
    config: admin,
    schema: ofProject
  }, async (request: FormRequest, reply) =>
    await answerCheck(request, reply, releases, (form, stored) => {
      const definition = effectiveDefinition(stored)
      const target = targetFrom(stored, form.id?.trim() ?? '', {}, form)
      return { ...definition, targets: [...definition.targets, target] }
    }))
}

function addDefinitionForm (app: FastifyInstance, releases: Releases): void {
  app.post(
    targetPath,
    { config: admin, schema },
    async (request: TargetRequest, reply) =>
      await answerTarget(request, reply, releases, {
        shown: form => ({ value: formValue(targetFields, form) }),
        work: async ({ store, author }, form) => {
          const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
          const { target: id } = request.params
          return await editTarget(store, id, target => targetFrom(stored, id, target, form), author, {
            isForced: form.force === 'yes'
          })
        }
      })
  )

  app.post(
    `${targetPath}/check`,
    { config: admin, schema },
    async (request: TargetRequest, reply) =>
      await answerCheck(request, reply, releases, (form, stored, store) => {
        const { target: id } = request.params
        const target = targetFrom(stored, id, targetIn(store, stored, id), form)
        const definition = effectiveDefinition(stored)
        return { ...definition, targets: definition.targets.map(each => each.id === id ? target : each) }
      })
  )

  app.post(`${targetPath}/remove`, { config: admin, schema }, async (request: TargetRequest, reply) => {
    const { project, target: id } = request.params
    return await answerTarget(request, reply, releases, {
      next: () => `/projects/${encodeURIComponent(project)}/targets`,
      work: async ({ store, author }, { confirm }) => {
        checkConfirmed(confirm, id)
        return await removeTarget(store, id, author)
      }
    })
  })
}

/** The target as the form has it: its name and its rollout stay. */
function targetFrom (
  { declared }: StoredDefinition,
  id: string,
  { rollout }: Pick<Target, 'rollout'>,
  form: Form
): Target {
  const { parameters = {}, ...fields } = formValue(targetFields, form) as Partial<
    Target & { parameters: Record<string, string> }
  > ?? {}
  const values = Object.entries(parameters).map(([name, text]) => [
    name,
    parameterValue(Object.hasOwn(declared.parameters, name) ? declared.parameters[name] : undefined, text)
  ])
  return parseTarget('form', {
    ...fields,
    id,
    parameters: Object.fromEntries(values) as Target['parameters'],
    ...rollout === undefined ? {} : { rollout }
  })
}

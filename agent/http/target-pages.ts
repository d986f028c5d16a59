import type { FastifyInstance } from 'fastify'
import { parseTarget } from '../config/target-file.js'
import type { Target } from '../config/target-schema.js'
import { configInvalid, mistake } from '../config/validate.js'
import { toPacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { editTarget, pausedRollout, resumedRollout, targetIn } from '../release/change-definition.js'
import { checkDefinition } from '../release/definition-check.js'
import { effectiveDefinition, emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import type { Current } from '../release/resolve-document.js'
import { targetRow } from '../release/target-rows.js'
import { sayIn } from '../ui/page.js'
import { targetFields, targetPage, type TargetView } from '../ui/target-page.js'
import type { Changing } from './changing.js'
import { formValue } from './form-value.js'
import type { Form } from './forms.js'
import { mayIn, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { freshState, handleForm, type FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

type TargetRequest = FormRequest<'target'>

const path = '/projects/:project/targets/:target'
const schema = { ...hidden, params: pathSchema('target') }
const release = { role: 'admin', projectRole: 'release' } as const
const admin = { role: 'admin', projectRole: 'admin' } as const

/** A target's rollout and definition as forms. */
export function addTargetPages (app: FastifyInstance, releases: Releases): void {
  app.get(path, { config: { role: 'read' }, schema }, async (request: TargetRequest, reply) => {
    const store = await projectOf(releases, request.params.project)
    const shown = await shownTarget(request, releases)
    return await sendPage(reply, targetPage(viewOf(request, releases.now()), shown, await freshState(store)))
  })
  addDefinitionForm(app, releases)
  addRolloutForms(app, releases)
}

function addDefinitionForm (app: FastifyInstance, releases: Releases): void {
  app.post(path, { config: admin, schema }, async (request: TargetRequest, reply) => {
    const { target: id } = request.params
    const given = (target: Target, form: Form): Target => targetFrom(id, target, form)
    return await answer(request, reply, releases, {
      shown: form => ({ value: formValue(targetFields, form) }),
      work: async ({ store, author }, form) =>
        await editTarget(store, id, target => given(target, form), author, {
          isForced: form.force === 'yes'
        })
    })
  })

  // What looks at the fields while somebody types; what is sent is checked again.
  app.post(`${path}/check`, { config: admin, schema }, async (request: TargetRequest, reply) => {
    const { params: { project, target: id }, body } = request
    const store = await projectOf(releases, project)
    const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
    const { locale } = viewOf(request, releases.now())
    try {
      const target = targetFrom(id, targetIn(store, stored, id), body ?? {})
      const definition = effectiveDefinition(stored)
      const targets = definition.targets.map(each => each.id === id ? target : each)
      checkDefinition(`targets of ${project}`, { ...definition, targets })
    } catch (thrown) {
      const error = toPacklineError(thrown)
      if (error.code === 'INTERNAL') throw thrown
      return await reply.send({ fits: false, text: describeError(locale, error).message })
    }
    return await reply.send({ fits: true, text: sayIn(locale)('form.fits') })
  })
}

function addRolloutForms (app: FastifyInstance, releases: Releases): void {
  app.post(
    `${path}/rollout`,
    { config: release, schema },
    async (request: TargetRequest, reply) =>
      await answer(request, reply, releases, {
        shown: ({ share = '', schedule = '' }) => ({ rollout: { share, schedule } }),
        work: async ({ store, author }, form) =>
          await editTarget(
            store,
            request.params.target,
            target => withRollout(target, form),
            author,
            { isForced: form.force === 'yes' }
          )
      })
  )
  for (const [action, work] of Object.entries({ pause: pausedRollout, resume: resumedRollout })) {
    app.post(
      `${path}/${action}`,
      { config: release, schema },
      async (request: TargetRequest, reply) =>
        await answer(request, reply, releases, {
          work: async ({ store, author }) =>
            await editTarget(
              store,
              request.params.target,
              (target, { moment }) =>
                target.rollout === undefined
                  ? target
                  : { ...target, rollout: work(target.rollout, moment.at) },
              author,
              { action: `target ${action}` }
            )
        })
    )
  }
}

interface Answering {
  work: (changing: Changing, form: Form) => Promise<unknown>
  /** What was given, to be shown again. */
  shown?: (form: Form) => Pick<TargetView, 'value' | 'rollout'>
}

async function answer (
  request: TargetRequest,
  reply: Parameters<typeof handleForm>[1],
  releases: Releases,
  { work, shown = () => ({}) }: Answering
): ReturnType<typeof handleForm> {
  const { project, target } = request.params
  return await handleForm(request, reply, releases, {
    work,
    back: `/projects/${encodeURIComponent(project)}/targets/${encodeURIComponent(target)}`,
    again: async (view, state, form) =>
      targetPage(view, { ...await shownTarget(request, releases), ...shown(form) }, state)
  })
}

async function shownTarget (request: TargetRequest, releases: Releases): Promise<TargetView> {
  const { project, target: id } = request.params
  const store = await projectOf(releases, project)
  const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
  const found = targetIn(store, stored, id)
  const target = targetRow(stored, found, await store.read<Current>(`current/${id}`), releases.now())
  return { project, target, mayRelease: mayIn(request, 'release'), mayAdmin: mayIn(request, 'admin') }
}

/** The target as the form has it: its name and its rollout stay. */
function targetFrom (id: string, { rollout }: Target, form: Form): Target {
  const value = formValue(targetFields, form) as object
  return parseTarget('form', { ...value, id, ...rollout === undefined ? {} : { rollout } })
}

function withRollout (target: Target, { share = '', schedule = '' }: Form): Target {
  const steps = schedule.split(/\r?\n/).map(line => line.trim()).filter(line => line !== '').map(line => {
    const [, at = '', percent = ''] = /^(\S+)\s+(\d+(?:\.\d+)?)\s*%?$/.exec(line) ?? []
    if (at === '') {
      throw configInvalid('schedule', [mistake('schedule', line, 'rollout.line')])
    }
    return { at, share: hundredths(percent) }
  })
  const everybody = hundredths(share) === 10_000 && steps.length === 0 && target.rollout === undefined
  if (everybody) return target
  return parseTarget('form', {
    ...target,
    rollout: { ...target.rollout, share: hundredths(share), schedule: steps }
  })
}

function hundredths (percent: string): number {
  return percent.trim() === '' ? Number.NaN : Math.round(Number(percent) * 100)
}

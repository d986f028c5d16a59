import type { FastifyInstance } from 'fastify'
import type { Target } from '../config/target-schema.js'
import { configInvalid, mistake } from '../config/validate.js'
import { editTarget, pausedRollout, resumedRollout, targetIn } from '../release/change-definition.js'
import { effectiveDefinition } from '../release/definition.js'
import { checkKeepsPlayers } from '../release/lost-players.js'
import { playerShares } from '../release/player-shares.js'
import { withRollout } from '../release/rollout-change.js'
import { sayIn } from '../ui/page.js'
import { effectText } from '../ui/rollout-form.js'
import { answerCheck } from './form-check.js'
import type { Form } from './forms.js'
import { hidden, viewOf } from './page-reply.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'
import { answerTarget, targetPath, type TargetRequest } from './target-answers.js'

const config = { role: 'admin', projectRole: 'release' } as const
const schema = { ...hidden, params: pathSchema('target') }

/** How many players get a target: changed, tried while somebody moves the slider, paused and resumed. */
export function addRolloutForms (app: FastifyInstance, releases: Releases): void {
  app.post(
    `${targetPath}/rollout`,
    { config, schema },
    async (request: TargetRequest, reply) =>
      await answerTarget(request, reply, releases, {
        shown: ({ share = '', schedule = '' }) => ({ rollout: { share, schedule } }),
        work: async ({ store, author }, form) =>
          await editTarget(store, request.params.target, target => rolledOut(target, form), author, {
            action: 'target rollout',
            isForced: form.force === 'yes'
          })
      })
  )

  app.post(`${targetPath}/rollout/check`, { config, schema }, async (request: TargetRequest, reply) => {
    const nowMs = releases.now()
    const say = sayIn(viewOf(request, nowMs).locale)
    return await answerCheck(request, reply, releases, (form, stored, store) => {
      const before = targetIn(store, stored, request.params.target)
      const after = rolledOut(before, form)
      checkKeepsPlayers(before, after, new Date(nowMs).toISOString())
      const definition = effectiveDefinition(stored)
      return { ...definition, targets: definition.targets.map(each => each.id === after.id ? after : each) }
    }, ({ targets }) => effectText(say, playerShares(targets, request.params.target, nowMs)))
  })

  for (const [action, work] of Object.entries({ pause: pausedRollout, resume: resumedRollout })) {
    app.post(
      `${targetPath}/${action}`,
      { config, schema },
      async (request: TargetRequest, reply) =>
        await answerTarget(request, reply, releases, {
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

function rolledOut (target: Target, { share = '', schedule = '' }: Form): Target {
  const steps = schedule.split(/\r?\n/).map(line => line.trim()).filter(line => line !== '').map(line => {
    const [, at = '', percent = ''] = /^(\S+)\s+(\d+(?:\.\d+)?)\s*%?$/.exec(line) ?? []
    if (at === '') {
      throw configInvalid('schedule', [mistake('schedule', line, 'rollout.line')])
    }
    return { at, share: hundredths(percent) }
  })
  const everybody = hundredths(share) === 10_000 && steps.length === 0 && target.rollout === undefined
  return everybody ? target : withRollout(target, { share: hundredths(share), schedule: steps })
}

function hundredths (percent: string): number {
  return percent.trim() === '' ? Number.NaN : Math.round(Number(percent) * 100)
}

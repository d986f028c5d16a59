import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { noticeEvents } from '../config/notice-events.js'
import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'
import { sentenceOf } from '../notice/notice-message.js'
import type { Notices } from '../notice/notices.js'
import { noticesPage } from '../ui/notices-page.js'
import { linkTo, projectPath as projectPagePath } from '../ui/release-words.js'
import { forms } from './forms.js'
import { mayIn, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { pathSchema, projectPath, projectTags, readingFails } from './project-schemas.js'
import type { Releases } from './releases.js'

interface OneReceiver {
  Params: { project: string, receiver: string }
}

interface InProject {
  Params: { project: string }
}

const shown = 50
const again = { role: 'admin', projectRole: 'release' } as const
const text = { type: 'string' } as const
const optionalText = { type: ['string', 'null'] } as const
const answer = {
  type: 'object',
  required: ['receivers', 'notices'],
  properties: {
    receivers: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'service', 'events', 'waiting', 'problem'],
        properties: {
          name: text,
          service: text,
          events: { type: 'array', items: { enum: noticeEvents } },
          waiting: { type: 'integer', description: 'Notices that are still to be sent' },
          problem: { ...optionalText, description: 'Why the last one was not delivered' }
        }
      }
    },
    notices: {
      type: 'array',
      items: {
        type: 'object',
        required: ['receiver', 'event', 'revision', 'text', 'state', 'at', 'endedAt', 'problem'],
        properties: {
          receiver: text,
          event: { enum: noticeEvents },
          revision: { type: 'integer', description: 'The entry of the history that it tells of' },
          text,
          state: { enum: ['waiting', 'sent', 'given-up'] },
          at: { type: 'string', format: 'date-time' },
          endedAt: { type: ['string', 'null'], format: 'date-time' },
          problem: optionalText
        }
      }
    }
  }
} as const

/** What the team of a project was told, what waits, and what could not be delivered. */
export function addNotices (
  app: FastifyInstance,
  releases: Releases,
  notices: Notices | undefined
): void {
  app.get<InProject>(`${projectPath}/notices`, {
    config: { role: 'read', errors: readingFails },
    schema: {
      tags: projectTags,
      summary: "This agent's receivers of a project's notices, and the last notices, the newest first",
      params: pathSchema(),
      response: { 200: answer }
    }
  }, async ({ params: { project } }) => ({
    receivers: notices?.receiversOf(project) ?? [],
    notices: notices?.of(project).slice(0, shown).map(notice => ({
      receiver: notice.receiver,
      event: notice.event,
      revision: notice.revision,
      text: sentenceOf(notice, 'en'),
      state: notice.state,
      at: notice.at,
      endedAt: notice.endedAtMs === undefined ? null : new Date(notice.endedAtMs).toISOString(),
      problem: notice.problem ?? null
    })) ?? []
  }))

  addAgain(app, notices)
  app.register(noticePages(releases, notices))
}

function addAgain (app: FastifyInstance, notices: Notices | undefined): void {
  app.post<OneReceiver>(`${projectPath}/notices/:receiver/again`, {
    config: { ...again, errors: ['NOTICE_RECEIVER_UNKNOWN', ...readingFails] },
    schema: {
      tags: projectTags,
      summary: 'Send again at once what a receiver refused, and what was given up',
      params: pathSchema('receiver'),
      response: { 204: { type: 'null', description: 'It is tried' } }
    }
  }, async ({ params: { project, receiver } }, reply) => {
    if (notices === undefined) {
      throw new PacklineError('NOTICE_RECEIVER_UNKNOWN', { name: receiver, known: phrase('list.none') })
    }
    await notices.again(project, receiver)
    return await reply.code(204).send()
  })
}

function noticePages (releases: Releases, notices: Notices | undefined): FastifyPluginAsync {
  return async pages => {
    pages.get<InProject>('/projects/:project/notices', {
      config: { role: 'read' },
      schema: { ...hidden, params: pathSchema() }
    }, async (request, reply) => {
      const { project } = request.params
      await projectOf(releases, project)
      return await sendPage(
        reply,
        noticesPage(viewOf(request, releases.now()), {
          project,
          receivers: notices?.receiversOf(project) ?? [],
          notices: notices?.of(project).slice(0, shown) ?? [],
          maySend: mayIn(request, 'release')
        })
      )
    })
    if (notices === undefined) return
    await pages.register(forms)
    pages.post<OneReceiver>('/projects/:project/notices/:receiver/again', {
      config: again,
      schema: { ...hidden, params: pathSchema('receiver') }
    }, async (request, reply) => {
      const { project, receiver } = request.params
      await notices.again(project, receiver)
      const view = viewOf(request, releases.now())
      return await reply.redirect(linkTo(view, `${projectPagePath(project)}/notices`), 303)
    })
  }
}

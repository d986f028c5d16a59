import type { FastifyPluginAsync } from 'fastify'
import type { JobQueue } from '../jobs/job-queue.js'
import { PacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { errorPage } from '../ui/error-page.js'
import { changePages, type ChangePagesOptions } from './change-pages.js'
import { farmPages, type FarmPagesOptions } from './farm-pages.js'
import { pageFiles } from './page-files.js'
import { prefersHtml, sendPage, viewOf } from './page-reply.js'
import { runPages } from './run-pages.js'

interface PageRoutesOptions extends FarmPagesOptions, ChangePagesOptions {
  jobs: JobQueue
}

/** The pages for people: whole without JavaScript, in two languages. */
export function pageRoutes (options: PageRoutesOptions): FastifyPluginAsync {
  const { jobs, now } = options
  return async app => {
    // What a program reads as JSON, a person reads as a page; anything else is for the handler of all routes.
    app.setErrorHandler(async (thrown, request, reply) => {
      if (
        !(thrown instanceof PacklineError) || thrown.code === 'INTERNAL' ||
        !prefersHtml(request.headers.accept)
      ) throw thrown
      const view = viewOf(request, now())
      const { message, hint } = describeError(view.locale, thrown)
      return await sendPage(reply.code(thrown.httpStatus), errorPage(view, message, hint))
    })
    await app.register(pageFiles)
    await app.register(farmPages(options))
    await app.register(runPages(jobs, now))
    await app.register(changePages(options))
  }
}

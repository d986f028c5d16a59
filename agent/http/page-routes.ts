import type { FastifyPluginAsync } from 'fastify'
import type { JobQueue } from '../jobs/job-queue.js'
import { changePages, type ChangePagesOptions } from './change-pages.js'
import { farmPages, type FarmPagesOptions } from './farm-pages.js'
import { pageFiles } from './page-files.js'
import { runPages } from './run-pages.js'

interface PageRoutesOptions extends FarmPagesOptions, ChangePagesOptions {
  jobs: JobQueue
}

/** The pages for people: whole without JavaScript, in two languages. */
export function pageRoutes (options: PageRoutesOptions): FastifyPluginAsync {
  const { jobs, home, now } = options
  return async app => {
    await app.register(pageFiles)
    await app.register(farmPages(options))
    await app.register(runPages(jobs, home, now))
    await app.register(changePages(options))
  }
}

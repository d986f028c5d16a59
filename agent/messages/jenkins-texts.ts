import { defineTexts } from './define-texts.js'

/** Builds that are ordered from Jenkins. */
export const jenkinsTexts = defineTexts({
  'command.jenkinsRun': {
    en: 'Have the Jenkins job of packages.jenkins do a piece of work, and follow it',
    zh: '让 packages.jenkins 指定的 Jenkins 任务完成一项工作，并跟踪它'
  },
  'option.jenkinsPass': {
    en: 'A parameter of the Jenkins job; may be given several times',
    zh: 'Jenkins 任务的一个参数；可重复'
  },
  'jenkins.queued': { en: '{job} waits in the queue of Jenkins', zh: '{job} 正在 Jenkins 队列中等待' },
  'jenkins.started': { en: 'Jenkins builds {url}', zh: 'Jenkins 正在构建 {url}' },
  'jenkins.away': {
    en: 'Jenkins does not answer ({code}); asking again',
    zh: 'Jenkins 没有应答（{code}）；稍后重试'
  },
  'jenkins.ended': { en: '{url}: {result}', zh: '{url}：{result}' }
})

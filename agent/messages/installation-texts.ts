import { defineTexts } from './define-texts.js'

export const installationTexts = defineTexts({
  'command.selfUpdate': {
    en:
      'Install another version of packline beside this one and switch to it; jobs that run end on their own',
    zh: '在当前版本旁安装另一个版本并切换；运行中的任务仍用原来的版本'
  },
  'option.update.from': {
    en:
      'A release archive, or the folder of a release (a URL ends with a slash): the archive for this machine',
    zh: '发行包；或发布目录（URL 以斜杠结尾），自动选择适合本机的发行包'
  },
  'option.update.sha256': {
    en: 'The digest of the one archive that is right, in place of a signature',
    zh: '指定发行包的确切 sha256，代替签名'
  },
  'option.update.publicKey': {
    en: 'The Ed25519 key of those who make releases, in PEM; it is kept for later updates',
    zh: '发布者的 Ed25519 公钥（PEM）；会保存供以后更新使用'
  },
  'option.update.rollback': { en: 'Go back to the version before', zh: '回到上一个版本' },
  'option.update.keep': {
    en: 'How many versions stay; one that a process still runs from is never removed',
    zh: '保留多少个版本；仍有进程使用的版本不会删除'
  },
  'option.update.noRestart': { en: 'Leave the running agent alone', zh: '不重启正在运行的代理' },
  'option.update.prefix': {
    en: 'The folder of the installation; by default the one that this packline is in',
    zh: '安装目录；默认为此 packline 所在的安装'
  },
  'update.waits': {
    en: 'Another update (process {pid}) is under way; waiting for it…',
    zh: '另一个更新正在进行（进程 {pid}），请稍候…'
  },
  'update.fetching': { en: 'Fetching {archive}…', zh: '正在获取 {archive}…' },
  'update.unpacking': { en: 'Unpacking {archive}…', zh: '正在解压 {archive}…' },
  'update.trying': { en: 'Trying it on this machine…', zh: '正在本机试运行…' },
  'update.restarts': {
    en: 'Restarting the agent; running jobs go on…',
    zh: '正在重启代理，运行中的任务继续运行…'
  },
  'update.done': { en: 'packline {version} is in use.', zh: '现在使用 packline {version}。' },
  'update.previous': {
    en: '"packline self-update --rollback" goes back to {version}.',
    zh: '"packline self-update --rollback" 可回到 {version}。'
  },
  'update.agent.none': { en: 'No agent was running.', zh: '没有正在运行的代理。' },
  'update.agent.restarted': { en: 'The agent runs it.', zh: '代理已使用该版本。' },
  'update.agent.left': {
    en: 'A running agent keeps its version until it is restarted.',
    zh: '正在运行的代理在重启前仍使用原来的版本。'
  },
  'update.removed': { en: 'Removed: {versions}', zh: '已删除：{versions}' }
})

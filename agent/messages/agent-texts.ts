import { defineTexts } from './define-texts.js'

/** The agent, its tokens and its jobs. */
export const agentTexts = defineTexts({
  'run.notRemembered': {
    en: '{home} takes nothing more ({reason}): all is published, and the next run looks at every file again',
    zh: '无法写入 {home}（{reason}）：内容已全部发布，下次运行将重新检查所有文件'
  },
  'command.serve': { en: 'Run the agent of this machine', zh: '运行本机的代理' },
  'option.listen': {
    en: 'HOST:PORT or the path of a socket; wins over the configuration',
    zh: 'HOST:PORT 或套接字路径；优先于配置'
  },
  'command.tokenAdd': {
    en: 'Make a token for callers from elsewhere, or a new one under the same name; it is shown once',
    zh: '为其他机器的调用者创建令牌，或以同名重新创建；令牌只显示一次'
  },
  'command.tokenList': {
    en: "Show the names and roles of the agent's tokens",
    zh: '显示代理令牌的名称和角色'
  },
  'command.tokenRemove': {
    en: 'Take a token back; the agent refuses it within a second',
    zh: '收回令牌；代理在一秒内拒绝它'
  },
  'option.role': {
    en: 'What its holder may do: read, build (and cancel) jobs, or admin',
    zh: '持有者的权限：read、build（可取消任务）或 admin'
  },
  'token.column.name': { en: 'Name', zh: '名称' },
  'token.column.role': { en: 'Role', zh: '角色' },
  'command.jobsList': {
    en: 'Show the jobs of the agent, the newest first',
    zh: '显示代理的任务，最新的在前'
  },
  'command.jobsShow': { en: 'Show one job', zh: '显示一个任务' },
  'command.jobsFollow': {
    en: 'Follow a job to its end; an interrupt cancels it',
    zh: '跟随任务直到结束；中断即取消任务'
  },
  'command.jobsCancel': {
    en: 'Cancel a job, or all that are such',
    zh: '取消一个任务，或所有符合条件的任务'
  },
  'option.jobs.cancelAll': { en: 'Every job that waits or runs', zh: '所有等待或运行中的任务' },
  'option.jobs.workspace': { en: 'Only jobs in this folder or below', zh: '仅此目录及其下的任务' },
  'option.jobs.key': { en: 'The key that the job was handed in with', zh: '提交任务时所用的键' },
  'option.jobs.handInKey': {
    en: 'Key of the job at the agent: the same key is the same job',
    zh: '任务在代理处的键：相同的键即同一任务'
  },
  'option.jobs.state': { en: 'Only jobs in this state', zh: '仅此状态的任务' },
  'option.jobs.kind': { en: 'Only jobs of this kind', zh: '仅此类型的任务' },
  'option.jobs.limit': { en: 'At most so many', zh: '最多显示的数量' },
  'option.jobs.events': {
    en: 'Print the events as NDJSON on standard output',
    zh: '在标准输出以 NDJSON 打印事件'
  },
  'option.jobs.from': { en: 'Byte of the events to begin at', zh: '从事件的第几个字节开始' },
  'option.drain': {
    en: 'End the running agent: jobs may finish until a deadline, then they are handed back to the queue',
    zh: '结束正在运行的代理：任务可运行到期限，之后交回队列'
  },
  'option.deadline': {
    en: "With --drain: how long running jobs may go on; the configuration's jobs.drainMs when left out",
    zh: '与 --drain 一起使用：运行中的任务可继续多久；未给出时用配置的 jobs.drainMs'
  },
  'option.leaveRunning': {
    en:
      'With --drain: jobs that run at the deadline, by default at once, go on; the next agent takes them up',
    zh: '与 --drain 一起使用：到期限（默认立即）仍在运行的任务继续运行，由下一个代理接管'
  },
  'option.serveCheck': {
    en: 'Only check the configuration, and start nothing',
    zh: '只检查配置，不启动代理'
  },
  'serve.checked': { en: '{file} is valid.', zh: '{file} 有效。' },
  'jobs.none': { en: 'There are no such jobs.', zh: '没有这样的任务。' },
  'jobs.cancelled': { en: 'Job {id} ({kind}): {state}', zh: '任务 {id}（{kind}）：{state}' },
  'jobs.column.id': { en: 'Job', zh: '任务' },
  'jobs.column.kind': { en: 'Kind', zh: '类型' },
  'jobs.column.state': { en: 'State', zh: '状态' },
  'jobs.column.ago': { en: 'Handed in', zh: '提交' },
  'jobs.column.workspace': { en: 'Folder', zh: '目录' },
  'jobs.column.error': { en: 'Error', zh: '错误' },
  'jobs.field.key': { en: 'Key', zh: '键' },
  'jobs.field.parameters': { en: 'Asked for', zh: '请求内容' },
  'jobs.field.created': { en: 'Handed in', zh: '提交' },
  'jobs.field.started': { en: 'Began', zh: '开始' },
  'jobs.field.ended': { en: 'Ended', zh: '结束' },
  'jobs.field.took': { en: 'Took', zh: '用时' },
  'jobs.field.attempt': { en: 'Attempt', zh: '第几次' },
  'jobs.field.exitStatus': { en: 'Exit status', zh: '退出状态' },
  'jobs.accepted': {
    en: 'Job {id} ({kind}) at the agent of this machine.',
    zh: '任务 {id}（{kind}）已交给本机代理。'
  },
  'jobs.started': {
    en: 'The job began at {at} (attempt {attempt}).',
    zh: '任务于 {at} 开始（第 {attempt} 次）。'
  },
  'jobs.queuedAgain': {
    en: 'The job was interrupted and waits to begin again.',
    zh: '任务被中断，等待重新开始。'
  },
  'jobs.workerLost': {
    en: 'The warm worker that did this build has ended; the build begins anew.',
    zh: '执行此构建的常驻进程已结束，构建重新开始。'
  },
  'jobs.agentRestarts': { en: 'The agent is being restarted; waiting for it…', zh: '代理正在重启，请稍候…' },
  'jobs.agentRefuses': {
    en: 'The agent at {address} does not answer; trying for some seconds…',
    zh: '位于 {address} 的代理没有响应，将重试数秒…'
  },
  'command.ending': {
    en: 'Ending. Ctrl-C again ends at once and kills its tools.',
    zh: '正在结束。再按一次 Ctrl-C 立即结束，并终止其工具。'
  },
  'jobs.overtaken': {
    en: 'packline was updated meanwhile; the command begins anew with {version}.',
    zh: 'packline 已在此期间更新，命令改用 {version} 重新开始。'
  },
  'jobs.runsHere': { en: 'Running here without the agent: {reason}', zh: '不经代理，在此运行：{reason}' },
  'serve.drained': { en: 'The agent has ended.', zh: '代理已结束。' }
})

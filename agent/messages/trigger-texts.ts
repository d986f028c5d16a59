import { defineTexts } from './define-texts.js'

/** Repositories, hooks and batches. */
export const triggerTexts = defineTexts({
  'trigger.status.running': { en: 'Building {count} {count#commit|commits}', zh: '正在构建 {count} 个提交' },
  'trigger.status.succeeded': {
    en: 'Built with {count} {count#commit|commits}',
    zh: '已构建，共 {count} 个提交'
  },
  'trigger.status.failed': {
    en: 'Failed in a batch of {count} {count#commit|commits}',
    zh: '所在的 {count} 个提交的批次失败'
  },
  'trigger.status.failedSince': { en: 'Still failing since {commit}', zh: '自 {commit} 起仍然失败' },
  'trigger.status.aborted': {
    en: 'Ended without a result; the next batch takes it in',
    zh: '已结束但没有结果；将并入下一批次'
  },
  'trigger.status.cut': {
    en: '{text}; shown on the newest {set} of {count}',
    zh: '{text}；仅在最新 {set} 个（共 {count} 个）提交上显示'
  },
  'trigger.status.culprit': { en: 'This commit broke the build', zh: '此提交破坏了构建' },
  'command.triggerStatus': {
    en: 'Show what is watched, waits, runs, failed, and which commit is at fault',
    zh: '显示监视、等待、运行、失败的情况，以及出错的提交'
  },
  'command.triggerPoll': {
    en: 'Look at the repositories now; with --local build here what is due, and wait for it',
    zh: '立即检查仓库；加 --local 时在本机构建到期的批次并等待完成'
  },
  'option.trigger.local': {
    en: 'Build here, whatever job is configured, and wait until nothing is left to do',
    zh: '不论配置了什么任务都在本机构建，并等待全部完成'
  },
  'trigger.heading': { en: '{repository}  {url}', zh: '{repository}  {url}' },
  'trigger.problem': {
    en: '  not readable for {age}: {reason}',
    zh: '  已有 {age}无法读取：{reason}'
  },
  'trigger.refused': {
    en: '  left out, since their names could do harm in scripts: {branches}',
    zh: '  已忽略，名称在脚本中可能有害：{branches}'
  },
  'trigger.lane': {
    en: '  {branch} ({pipeline})  good: {lastGood}  head: {head}',
    zh: '  {branch}（{pipeline}）正常：{lastGood}；最新：{head}'
  },
  'trigger.unread': {
    en: '    a range of commits is not readable for {age}, and everything is built: {reason}',
    zh: '    已有 {age}无法读取一段提交，将完整构建：{reason}'
  },
  'trigger.waiting': {
    en: '    waiting for {age}: {files} {files#file|files}',
    zh: '    已等待 {age}：{files} 个文件'
  },
  'trigger.stage.batch': { en: 'batch', zh: '批次' },
  'trigger.stage.probe': { en: 'probe', zh: '试构建' },
  'trigger.stage.choosing': { en: 'choosing', zh: '选择中' },
  'trigger.stage.starting': { en: 'starting', zh: '启动中' },
  'trigger.stage.following': { en: 'following', zh: '运行中' },
  'trigger.stage.succeeded': { en: 'succeeded', zh: '成功' },
  'trigger.stage.failed': { en: 'failed', zh: '失败' },
  'trigger.stage.aborted': { en: 'aborted', zh: '已中止' },
  'trigger.stage.lost': { en: 'lost', zh: '丢失' },
  'trigger.run': {
    en: '    {kind} {id} {stage} for {age}: {commits} {commits#commit|commits}, {files} ' +
      '{files#file|files}  {url}',
    zh: '    {kind} {id}，{stage}，已 {age}：{commits} 个提交，{files} 个文件  {url}'
  },
  'trigger.runProblem': {
    en: '    cannot go on yet: {code}; again {retryAt}',
    zh: '    暂时无法继续：{code}；{retryAt}重试'
  },
  'trigger.searching': {
    en: '    searching the commit at fault up to {bad}',
    zh: '    正在查找出错的提交，直到 {bad}'
  },
  'trigger.culprit': { en: '    at fault: {commit}', zh: '    出错的提交：{commit}' },
  'trigger.past': {
    en: '    {endedAt}  {result}  {head}  {commits} {commits#commit|commits}  {url}',
    zh: '    {endedAt}  {result}  {head}  {commits} 个提交  {url}'
  },
  'trigger.none': { en: 'No repositories are configured.', zh: '没有配置任何仓库。' },
  'trigger.asked': {
    en: 'The agent of this machine looks at: {repositories}',
    zh: '已请本机的代理检查：{repositories}'
  },
  'trigger.polled': {
    en: '{repositories} {repositories#repository|repositories} looked at, {succeeded} ' +
      '{succeeded#run|runs} succeeded, {failed} failed',
    zh: '检查了 {repositories} 个仓库，{succeeded} 次运行成功，{failed} 次失败'
  }
})

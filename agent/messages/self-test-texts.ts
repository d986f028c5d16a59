import { defineTexts } from './define-texts.js'

/** `packline doctor --self-test`: `selfTest.step.WHAT` names a step, the rest is what it saw. */
export const selfTestTexts = defineTexts({
  'option.selfTest': {
    en: 'Also try on this machine, in temporary folders, what packline does there',
    zh: '同时在本机的临时目录中实际试做 packline 的各项工作'
  },
  'option.selfTestReport': {
    en: 'With --self-test: write a report for an administrator; it holds no secrets and no names of people',
    zh: '与 --self-test 一起使用：写出供管理员查看的报告，其中不含密钥和人名'
  },
  'selfTest.step.folder': { en: 'Writing', zh: '写入' },
  'selfTest.step.lock': { en: 'Lock between processes', zh: '进程间的锁' },
  'selfTest.step.exchange': { en: 'Exchange of folders', zh: '目录互换' },
  'selfTest.step.start': { en: 'Starting a program', zh: '启动程序' },
  'selfTest.step.guard': { en: 'Guard of licensed tools', zh: '需许可证的工具的守护' },
  'selfTest.step.build': { en: 'A small asset build', zh: '小型资源构建' },
  'selfTest.step.signing': { en: 'Signing an APK', zh: 'APK 签名' },
  'selfTest.state.ok': { en: 'passed', zh: '通过' },
  'selfTest.state.warn': { en: 'warning', zh: '警告' },
  'selfTest.state.fail': { en: 'failed', zh: '失败' },
  'selfTest.state.notMeasured': { en: 'not measured', zh: '未检测' },
  'selfTest.written': {
    en: 'A temporary folder was made in {path}, a file written and read back.',
    zh: '已在 {path} 创建临时目录，写入文件并读回。'
  },
  'selfTest.writtenOn': {
    en: 'A temporary folder was made in {path} ({type}), a file written and read back.',
    zh: '已在 {path}（{type}）创建临时目录，写入文件并读回。'
  },
  'selfTest.otherBytes': {
    en: 'A file in {path} came back other than it was written: look at the drive and the memory.',
    zh: '{path} 中的文件读回后与写入的不一致：请检查硬盘和内存。'
  },
  'selfTest.noFolder': {
    en: 'No temporary folder could be made in {path}.',
    zh: '无法在 {path} 创建临时目录。'
  },
  'selfTest.late': {
    en: 'There was no answer within {seconds} s.',
    zh: '{seconds} 秒内没有响应。'
  },
  'selfTest.broken': { en: 'It failed: {reason}', zh: '出错：{reason}' },
  'selfTest.lock': {
    en: 'A lock kept others out, and was free once its killed holder was dead.',
    zh: '锁能挡住其他进程，持有者被终止后立即释放。'
  },
  'selfTest.lock.none': {
    en: 'A lock keeps nobody out: put the folder on a local disk, or mount it with locks.',
    zh: '锁不起作用：请把目录放到本地磁盘，或以支持锁的方式挂载。'
  },
  'selfTest.lock.stays': {
    en: 'The lock of a dead process stays: put the folder on a local disk.',
    zh: '进程结束后锁没有释放：请把目录放到本地磁盘。'
  },
  'selfTest.exchange': {
    en: 'Two folders were exchanged in one step.',
    zh: '两个目录一步完成互换。'
  },
  'selfTest.exchange.renames': {
    en:
      'This file system exchanges no folders: two renames take the place, and a killed build is mended by ' +
      'the next.',
    zh: '该文件系统不支持目录互换：改用两次重命名，构建中途被终止时由下一次构建修复。'
  },
  'selfTest.exchange.files': {
    en: 'Folders cannot be moved here: outputs are replaced file by file.',
    zh: '此处无法移动目录：输出将逐个文件替换。'
  },
  'selfTest.exchange.wrong': {
    en: 'After an exchange a folder held the wrong files.',
    zh: '互换后目录中的文件不对。'
  },
  'selfTest.start': { en: 'A program of the folder ran.', zh: '目录中的程序可以运行。' },
  'selfTest.start.refused': {
    en: 'A program of the folder cannot be started ({reason}): mount it without "noexec".',
    zh: '无法启动目录中的程序（{reason}）：挂载时请去掉 "noexec"。'
  },
  'selfTest.start.windows': {
    en: 'On Windows no program is started by a script.',
    zh: 'Windows 上不以脚本启动程序。'
  },
  'selfTest.guard': {
    en: 'packline was killed, and all that its tool had started was dead {ms} ms later.',
    zh: 'packline 被强制终止 {ms} 毫秒后，工具启动的所有进程都已结束。'
  },
  'selfTest.guard.notStarted': {
    en: 'No tool could be started under a licence: {reason}',
    zh: '无法在许可证下启动工具：{reason}'
  },
  'selfTest.guard.unmarked': {
    en: 'The tool did not get the variable that marks what runs under a licence.',
    zh: '工具没有得到用来标记许可证下各进程的变量。'
  },
  'selfTest.guard.survived': {
    en:
      'packline was killed, and {seconds} s later a tool that needs a licence still ran: this machine may ' +
      'not hold a licence.',
    zh: 'packline 被强制终止 {seconds} 秒后，需要许可证的工具仍在运行：这台机器不能持有许可证。'
  },
  'selfTest.build': {
    en: 'A small game was built: {files} {files#file|files} in {firstMs} ms, and nothing to do in ' +
      '{secondMs} ms.',
    zh: '小型游戏构建成功：{files} 个文件用时 {firstMs} 毫秒，再次构建无事可做，用时 {secondMs} 毫秒。'
  },
  'selfTest.build.inPieces': {
    en: 'A small game was built, file by file: {files} {files#file|files} in {firstMs} ms, again in ' +
      '{secondMs} ms.',
    zh: '小型游戏构建成功，但逐个文件替换：{files} 个文件用时 {firstMs} 毫秒，再次构建用时 {secondMs} 毫秒。'
  },
  'selfTest.build.again': {
    en: 'Nothing had changed, and the second build did {count} things again.',
    zh: '没有任何改动，第二次构建却重做了 {count} 项工作。'
  },
  'selfTest.signing': {
    en: 'An APK was signed by {tool} with a key made for it, and verified.',
    zh: '{tool} 用临时密钥为 APK 签名并验证成功。'
  },
  'selfTest.signing.noTool': {
    en: '{tool} was not found, and no label asks this machine to sign.',
    zh: '未找到 {tool}，且没有标签要求本机签名。'
  },
  'selfTest.tried': { en: 'Tried: {step}', zh: '已试：{step}' },
  'selfTest.passed': { en: 'The self-test passed.', zh: '自检通过。' },
  'selfTest.ended': {
    en: 'The self-test ended: {failed} failed, {warned} with warnings, {unmeasured} not measured.',
    zh: '自检结束：{failed} 项失败，{warned} 项警告，{unmeasured} 项未检测。'
  },
  'selfTest.reported': { en: 'The report is in {file}.', zh: '报告已写入 {file}。' }
})

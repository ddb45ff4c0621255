import { parseArgs } from 'node:util'
import { startCatcher } from './server'

/** The mail catcher as a process of its own: `--file <messages> [--smtp-port n] [--http-port n]`. */
const { values } = parseArgs({
  options: { file: { type: 'string' }, 'smtp-port': { type: 'string' }, 'http-port': { type: 'string' } },
})
if (values.file === undefined) {
  process.stderr.write('The mail catcher needs --file <where to keep messages>.\n')
  process.exit(1)
}
const catcher = await startCatcher({
  file: values.file,
  smtpPort: Number(values['smtp-port'] ?? '0'),
  httpPort: Number(values['http-port'] ?? '0'),
})
const end = () => void catcher.close().then(() => process.exit(0))
process.on('SIGTERM', end)
process.on('SIGINT', end)
process.stdout.write(
  `${JSON.stringify({ ready: true, smtpPort: catcher.smtpPort, httpPort: catcher.httpPort })}\n`,
)

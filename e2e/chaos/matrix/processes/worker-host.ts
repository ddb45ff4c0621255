/** The product's worker, with one step more at which it can die. */
import './half-written'
import '../../../../lib/worker/main'

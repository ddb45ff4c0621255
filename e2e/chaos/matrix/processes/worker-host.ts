/** The product's worker, with more steps at which it can die. */
import './on-the-wire'
import '../../../../lib/worker/main'

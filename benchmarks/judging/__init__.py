"""How good the judgement is: headlines and findings against what came, over businesses with a known future."""

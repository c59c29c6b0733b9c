"""What users see: texts, blocks, answers, buttons, links. Data first, markup last."""

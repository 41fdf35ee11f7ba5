"""What a row of each dataset kind is: columns, headings, identifiers, dimensions, scales."""

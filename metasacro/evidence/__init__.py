"""What a study is: frozen values, exactly as the record states them."""
